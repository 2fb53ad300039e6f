package worldmesh.world.replica;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.world.sector.SectorId;

/** The windows that are open, by their sectors in order; mostly one. Used again and again; not thread-safe. */
final class OpenWindows {
    private SectorId[] sectors = new SectorId[1];
    private EditWindow[] windows = new EditWindow[1];
    private int count;

    int count() {
        return count;
    }

    SectorId sector(int place) {
        return sectors[place];
    }

    EditWindow window(int place) {
        return windows[place];
    }

    /** The window of a sector, null if none is open. */
    @Nullable EditWindow get(SectorId sector) {
        int at = Arrays.binarySearch(sectors, 0, count, sector);
        return at < 0 ? null : windows[at];
    }

    /** Opens a window of a sector that has none. */
    void put(SectorId sector, EditWindow window) {
        if (count == sectors.length) {
            sectors = Arrays.copyOf(sectors, 2 * count);
            windows = Arrays.copyOf(windows, 2 * count);
        }
        int at = count++;
        for (; at > 0 && sectors[at - 1].compareTo(sector) > 0; at--) {
            sectors[at] = sectors[at - 1];
            windows[at] = windows[at - 1];
        }
        sectors[at] = sector;
        windows[at] = window;
    }

    void clear() {
        count = 0;
    }
}
