package worldmesh.benchmarks.resume;

/** What happens to a link. */
enum DropKind {
    /** The peer's datagrams come from another port from one moment to the next. */
    ADDRESS,
    /** Nothing passes for longer than the suspicion, and then again. */
    PATH,
    /** The peer's process dies without a word, and another begins with its key and its tickets. */
    RESTART
}
