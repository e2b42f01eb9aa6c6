# Reads CTest's JUnit report; prints one line a test: verdict, preset, name, why it was skipped or how to repeat it.
# Variables: preset; strict, "true" where a skipped test is a failure; outputs, the file that gets what failed tests printed.
# In this format every "<" of a text is escaped, so each record below is one tag with the text that follows it.

BEGIN {
    RS = "<"
    OFS = "\t"
}

/^testcase[ \t\n]/ {
    name = attribute("name")
    status = attribute("status")
    skipped_by = output = ""
}

/^skipped[ \t\n]/ { skipped_by = attribute("message") }

/^system-out>/ { output = unescaped(substr($0, length("system-out>") + 1)) }

/^\/testcase>/ {
    verdict = verdict_of_test()
    if (verdict == "skipped" && strict == "true") {
        verdict = "failed"
        output = "not run, which is a failure where CI=true: " reason() "\n"
    }
    if (verdict == "failed") print "--- " name " (" preset ")\n" last_part(output) >>outputs
    print verdict, preset, name, verdict == "skipped" ? reason() : "ctest --preset " preset " -R " quoted_pattern(name)
}

# A test that was never started for another reason than its own wish (no executable, a failed fixture) has failed.
function verdict_of_test() {
    if (status == "run") return "passed"
    if (status == "disabled" || skipped_by ~ /^SKIP_/) return "skipped"
    return "failed"
}

# What GoogleTest prints below "file:line: Skipped"; else the last line that says anything.
function reason(    lines, count, i, last) {
    count = split(output, lines, "\n")
    for (i = 1; i <= count; i++) {
        if (lines[i] ~ /: Skipped$/ && lines[i + 1] !~ /^(\[|$)/) return one_line(lines[i + 1])
        if (lines[i] ~ /[^ \t]/) last = lines[i]
    }
    return last == "" || last ~ /^\[/ ? "no reason given" : one_line(last)
}

function attribute(key) {
    if (!match($0, "[ \t\n]" key "=\"[^\"]*\"")) return ""
    return one_line(unescaped(substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 4)))
}

function unescaped(text) {
    gsub(/&lt;/, "<", text)
    gsub(/&gt;/, ">", text)
    gsub(/&quot;/, "\"", text)
    gsub(/&apos;/, "'", text)
    gsub(/&amp;/, "\\&", text)
    return text
}

function one_line(text) {
    gsub(/[\t\n]+/, " ", text)
    return text
}

function last_part(text) {
    return length(text) > 8000 ? "[…]" substr(text, length(text) - 7999) : text
}

# A regular expression of CMake's that matches just this name, as one word of a shell.
function quoted_pattern(text) {
    gsub(/[][\\.^$*+?()|]/, "\\\\&", text)
    gsub(/'/, "'\\''", text)
    return "'^" text "$'"
}
