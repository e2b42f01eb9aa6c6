# Judges includes. Reads three files: the layers ("folder: folders it may include"), the paths of our files,
# and the includes as `grep -Hn` prints them (path:line:#include …). Exit status 1 when a rule is broken, 2 when there is nothing to judge.

FNR == 1 { input++ }

input == 1 {
    folder = $1
    sub(/:$/, "", folder)
    is_layer[folder] = 1
    for (i = 2; i <= NF; i++) may_include[folder, $i] = 1
}

input == 2 { exists[$0] = 1 }

input == 3 {
    split($0, place, ":")
    from = place[1]
    where = place[1] ":" place[2] ": "
    judge_include()
}

END {
    for (n = 1; n <= node_count; n++) if (!(nodes[n] in state)) look_for_circles(nodes[n])
    if (include_count == 0) {
        print "check-layers: no includes found: nothing was checked"
        exit 2
    }
    print "check-layers: " include_count " includes, " problem_count + 0 " problems"
    exit problem_count > 0
}

function judge_include() {
    include_count++
    if (match($0, /include[ \t]*"[^"]*"/)) {
        judge_path(substr($0, RSTART, RLENGTH))
    } else if (match($0, /include[ \t]*<[^>]*>/)) {
        to = bare(substr($0, RSTART, RLENGTH))
        if (to in exists) problem(where "<" to "> is ours: write it in quotes")
    } else {
        problem(where "not an include of a name in quotes or angle brackets")
    }
}

function judge_path(text) {
    to = bare(text)
    if (!(to in exists)) {
        problem(where "\"" to "\" is no file of ours, seen from the repository's root")
        return
    }
    if (top(from) != top(to) && !((top(from), top(to)) in may_include))
        problem(where top(from) "/ must not include " top(to) "/ (\"" to "\")")
    add_edge(from, to)
    if (from !~ /_test\.cc$/ && folder_of(from) != folder_of(to)) add_edge(folder_of(from), folder_of(to))
}

# Files and folders are nodes of one graph; a folder's name ends with a slash, so they never meet.
function add_edge(node, target) {
    if (!(node in edges)) nodes[++node_count] = node
    edges[node] = edges[node] " " target
}

function look_for_circles(node,    targets, count, i) {
    state[node] = "open"
    stack[++depth] = node
    count = split(edges[node], targets, " ")
    for (i = 1; i <= count; i++) {
        if (state[targets[i]] == "open") report_circle(targets[i])
        else if (state[targets[i]] == "") look_for_circles(targets[i])
    }
    depth--
    state[node] = "done"
}

function report_circle(start,    i, circle) {
    for (i = depth; i > 0 && stack[i] != start; i--) circle = " -> " stack[i] circle
    problem("circle: " start circle " -> " start)
}

function problem(text) {
    print text
    problem_count++
}

function bare(text) {
    gsub(/^include[ \t]*|["<>]/, "", text)
    return text
}

function top(path) {
    sub(/\/.*/, "", path)
    return path
}

function folder_of(path) {
    sub(/[^\/]*$/, "", path)
    return path
}
