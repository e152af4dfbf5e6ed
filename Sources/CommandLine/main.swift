import Engine
import Formats
import Glibc
import Zhol

Terminal.installSignals()
exit(CommandLineProgram.run(Array(CommandLine.arguments.dropFirst())))
