# shellcheck shell=bash
# Node and what npm installs. Sourced after shell.sh.

has_node() {
    local version
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    [ "${version%%.*}" -ge 18 ] && command -v npm >/dev/null
}

# Node trusts a list of its own; this adds what the system's administrator trusts, the certificate of a proxy for instance.
npm_ci() {
    local certificates=$logs/certificates.crt
    find /etc/ssl/certs/ca-certificates.crt /usr/local/share/ca-certificates -name '*.crt' -exec awk 1 {} + >"$certificates" || true
    cd "$1" && NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$certificates} \
        npm ci --ignore-scripts --no-audit --no-fund --fetch-retry-mintimeout=2000 --fetch-retry-maxtimeout=10000
}

# install_node_packages FOLDER NAME: what FOLDER/package-lock.json asks for; says NAME to people. Leaves a copy of the lock file in
# node_modules, so that the next run sees without a network that nothing changed.
install_node_packages() {
    local folder=$root/$1
    local lock=$folder/package-lock.json
    local installed=$folder/node_modules/.installed-package-lock.json
    if [ ! -e "$lock" ] || cmp -s "$lock" "$installed"; then return; fi
    if ! has_node; then
        say "Node 18 or later, with npm, is needed for $1; found: $(node --version 2>/dev/null || echo none)"
        return 1
    fi
    (step "installing $2" "$logs/npm.log" npm_ci "$folder") && cp "$lock" "$installed" && return
    say "$2 could not be installed; to try by hand: cd $1 && npm ci --ignore-scripts"
    return 1
}
