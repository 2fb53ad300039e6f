package worldmesh.world.state;

import java.util.Arrays;
import worldmesh.world.bytes.BitReader;

/** The places of replicas in a snapshot's own table, which names those of whom a batch is part of the state. */
final class Places {
    private final int[] authors;
    private final int[] places;
    private final boolean settles;

    /** The places in a snapshot in which writes may be settled, or in one of the version before. */
    Places(Authors all, boolean settles) {
        this.settles = settles;
        authors = all.heard();
        places = new int[all.count()];
        Arrays.fill(places, -1);
        for (int i = 0; i < authors.length; i++) {
            places[authors[i]] = i;
        }
    }

    /** The place behind all others: of nobody, who wrote what is settled. */
    int nobody() {
        return authors.length;
    }

    /** True if that place was read where it may be. */
    boolean isNobody(long place) {
        return settles && place == authors.length;
    }

    /** The place of an author, -1 if it has none. */
    int of(int author) {
        return author < places.length ? places[author] : -1;
    }

    /** The author at a place that was read; one that is none fails the reader. */
    int author(long place, BitReader in) {
        if (place < 0 || place >= authors.length) {
            in.fail();
            return 0;
        }
        return authors[(int) place];
    }
}
