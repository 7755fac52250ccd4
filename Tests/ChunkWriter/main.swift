internal import ContextModel
import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

// ChunkWriter FOLDER SEED START ENTRIES: writes the seed's series from a step on into a folder of that
// many records at most, a dot to standard output after each record, until it is killed or a record
// cannot be written.
let arguments = CommandLine.arguments
guard arguments.count == 5, let seed = Int(arguments[2]), let start = Int(arguments[3]),
    let entries = Int(arguments[4])
else {
    exit(64)
}
let files = StoredChunks(
    in: RecordDatabase(
        folder: arguments[1], options: RecordOptions(maximumEntries: entries)))
let series = ChunkSeries(seed: seed)
var step = start
while files.counters.failures == 0 {
    files.keep(series.record(step: step))
    guard write(STDOUT_FILENO, ".", 1) == 1 else { break }
    step += 1
}
exit(1)
