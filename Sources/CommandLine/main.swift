import Engine
import Formats
import Glibc
import Zhol

Signals.install()
exit(CommandLineProgram.run(Array(CommandLine.arguments.dropFirst())))
