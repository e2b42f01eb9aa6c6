# Reads bench/pairs.txt, then Google Benchmark's CSV, and prints the table of tools/bench.
function size_of(name) { return match(name, /\/[0-9]+$/) ? substr(name, RSTART + 1) : "" }
function base_of(name) { return match(name, /\/[0-9]+$/) ? substr(name, 1, RSTART - 1) : name }
function shown(ns) { return ns < 10000 ? sprintf("%.0f ns", ns) : ns < 10000000 ? sprintf("%.1f us", ns / 1000) : sprintf("%.1f ms", ns / 1000000) }

FNR == NR { if ($0 !~ /^#/ && NF == 2) beside[$1] = $2; next }
/^name,/ { table = 1; next }
table {
    split($0, cell, ",")
    gsub(/"/, "", cell[1])
    name[++count] = cell[1]
    time[cell[1]] = cell[4]
}
END {
    printf "%-34s %12s %14s  %-34s %6s\n", "benchmark", "time", "a member", "beside", "ratio"
    for (i = 1; i <= count; i++) {
        n = name[i]; size = size_of(n); other = beside[base_of(n)]
        if (other != "" && size != "") other = other "/" size
        printf "%-34s %12s %14s  ", n, shown(time[n]), size == "" ? "" : shown(time[n] / size)
        if (other in time) printf "%-34s %6.2f", other, time[n] / time[other]
        printf "\n"
    }
}
