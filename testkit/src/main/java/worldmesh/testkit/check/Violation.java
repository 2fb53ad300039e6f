package worldmesh.testkit.check;

/** One broken promise and how it shows. */
public record Violation(Promise promise, String detail) {
    /** The promise and the detail in one line. */
    public String describe() {
        return promise.word() + ": " + detail;
    }
}
