import Commands

/// `winnow`: the commands, in a program without the network.
@main
enum Main {
    static func main() { Program.main() }
}
