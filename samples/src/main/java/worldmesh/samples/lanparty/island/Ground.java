package worldmesh.samples.lanparty.island;

/** What a tile is made of; the letter is what the page gets. */
public enum Ground {
    /** Water far from the shore. */
    DEEP('~', false),
    /** Water near the shore. */
    SHALLOW('-', false),
    /** The beach. */
    SAND('.', true),
    /** Plain grass. */
    GRASS(',', true),
    /** Grass with flowers. */
    MEADOW(';', true),
    /** Where most trees stand. */
    FOREST('f', true),
    /** Where most gold lies. */
    ROCK('^', true);

    private final char letter;
    private final boolean land;

    Ground(char letter, boolean land) {
        this.letter = letter;
        this.land = land;
    }

    /** How the page spells it. */
    public char letter() {
        return letter;
    }

    /** True if one can stand on it. */
    public boolean isLand() {
        return land;
    }
}
