// keyturn: the command line. Each subcommand is a file of its own.
#include "tools/commands.h"

int main(int argc, char** argv) { return keyturn::run_command_line(argc, argv); }
