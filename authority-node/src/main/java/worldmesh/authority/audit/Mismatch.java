package worldmesh.authority.audit;

/**
 * Where an entry breaks the rules.
 *
 * @param index the command in the entry, -1 for the entry as a whole
 * @param what what is wrong, in words
 */
public record Mismatch(int index, String what) {
    static Mismatch entry(String what) {
        return new Mismatch(-1, what);
    }
}
