package worldmesh.samples.lanparty.page;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the page's threads hand to the game's thread, which does it there. */
@FunctionalInterface
interface PageEvent {
    /** Does it, on the game's thread. */
    void happen(Pages pages, Hearer hearer);

    /**
     * Who hears of it.
     *
     * @param hello what a page is told first
     * @param lines gets each line that a page sent
     * @param drops gets each file that was dropped onto a page and lies here now
     */
    record Hearer(Supplier<FrameLines.Hello> hello, Consumer<String> lines, Consumer<Path> drops) {}

    /** A page has opened. */
    static PageEvent opened(Viewer viewer) {
        return (pages, hearer) -> pages.open(viewer, hearer.hello().get());
    }

    /** A page sent a line. */
    static PageEvent line(String line) {
        return (pages, hearer) -> hearer.lines().accept(line);
    }

    /** A file was dropped. */
    static PageEvent dropped(Path file) {
        return (pages, hearer) -> hearer.drops().accept(file);
    }
}
