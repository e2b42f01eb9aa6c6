# Which fuzz targets a change concerns. Lines, fields end at tabs:
#   file      PATH                               every file there is
#   include   PATH INCLUDED                      its #include lines with quotes
#   row       NAME MUTATOR DICTIONARY AIMS_AT    each target in the order of the table; AIMS_AT: paths with spaces between
#   changed   PATH
#   renewed   NAME                               a target whose row changed
# A target depends on its source, the files it aims at, its mutator's hooks and the dictionaries, and on what these include; a header
# stands for the source of its name and those of its folder that include it first, or, where none has its name, for all that include it. What makes inputs, the
# mutators, dictionaries and the cast, is followed within fuzz/ only: what they are made of has targets of its own.
BEGIN { FS = "\t" }
$1 == "file" { exists[$2] = 1 }
$1 == "include" {
    if (!($2 in includes)) firsts[$3] = firsts[$3] "\t" $2
    includes[$2] = includes[$2] "\t" $3
    includers[$3] = includers[$3] "\t" $2
}
$1 == "row" { names[++count] = $2; mutator[$2] = $3; dictionary[$2] = $4; aims[$2] = $5 }
$1 == "changed" { changed[$2] = 1 }
$1 == "renewed" { concerned[$2] = 1 }

function folder(path) { sub(/[^\/]*$/, "", path); return path }
function is_test(path) { return path ~ /_test(_support)?\.(cc|h)$/ }

# What every target is built from or run by.
function is_for_all(path) {
    if (is_test(path) || path ~ /^(tools|bench|examples)\/.*CMakeLists.txt$/) return 0
    return path ~ /(^|\/)CMakeLists.txt$/ || path ~ /^cmake\// || path ~ /^fuzz\/(engine|runner|corpus)\/[^\/]*$/ ||
           path ~ /^(CMakePresets.json|fuzz\/default.options|tools\/fuzz|tools\/setup|tools\/packages.txt)$/
}

function add(path) {
    if (!(path in seen)) { seen[path] = 1; queue[++last] = path }
}

function makes_inputs(path) { return path ~ /^fuzz\/(mutators|dictionary|cast)\// }

function add_includes_of(path,    parts, i, n) {
    n = split(includes[path], parts, "\t")
    for (i = 1; i <= n; i++)
        if (parts[i] != "" && (!makes_inputs(path) || parts[i] ~ /^fuzz\//)) add(parts[i])
}

# The sources among the paths that stand in the header's folder.
function add_sources_beside(header, paths,    parts, i, n) {
    n = split(paths, parts, "\t")
    for (i = 1; i <= n; i++)
        if (parts[i] ~ /\.cc$/ && folder(parts[i]) == folder(header) && !is_test(parts[i])) add(parts[i])
}

function add_sources_of(header,    source) {
    if (header == "fuzz/target.h") return  # the targets include it
    source = header
    sub(/\.h$/, ".cc", source)
    add_sources_beside(header, source in exists ? source "\t" firsts[header] : includers[header])
}

function add_roots_of(name,    parts, i, n) {
    add("fuzz/" name ".cc")
    add("fuzz/second_opinion/" name ".cc")
    n = split(aims[name], parts, " ")
    for (i = 1; i <= n; i++) add(parts[i])
    if (mutator[name] != "") add("fuzz/mutators/hooks/" mutator[name] "_mutator_hooks.cc")
    if (dictionary[name] != "") { add("fuzz/dictionary/dictionary.cc"); add("fuzz/dictionary/program/fuzz_dictionary.cc") }
}

function is_own(path, name) {
    return index(path, "corpus/seeds/" name "/") == 1 || index(path, "corpus/regressions/" name "/") == 1 ||
           path == "corpus/index/" name ".json"
}

# Words of mutations and dictionaries come from the schemas.
function is_schema_of_words(path) { return ("fuzz/mutators/quoted_words.h" in seen) && path ~ /^conformance\/schemas\// }

function is_concerned(name,    path, i) {
    split("", seen); split("", queue); last = 0
    add_roots_of(name)
    for (i = 1; i <= last; i++) {
        add_includes_of(queue[i])
        if (queue[i] ~ /\.h$/) add_sources_of(queue[i])
    }
    for (path in changed)
        if (path in seen || is_own(path, name) || is_schema_of_words(path)) return 1
    return 0
}

END {
    for (path in changed) if (is_for_all(path)) all = 1
    for (i = 1; i <= count; i++)
        if (all || names[i] in concerned || is_concerned(names[i])) print names[i]
}
