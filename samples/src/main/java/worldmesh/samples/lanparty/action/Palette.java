package worldmesh.samples.lanparty.action;

import java.util.List;

/** The colours of blocks and players, by name; an index into it is what the world stores. */
public final class Palette {
    /** The names in order; the page paints the same order. */
    public static final List<String> NAMES =
            List.of("red", "orange", "yellow", "green", "blue", "purple", "white", "grey");

    private Palette() {}

    /** The index of a name. */
    static int indexOf(String name) {
        int index = NAMES.indexOf(name);
        if (index < 0) {
            throw new BadLineException("no colour '" + name + "'; there is " + String.join(", ", NAMES));
        }
        return index;
    }
}
