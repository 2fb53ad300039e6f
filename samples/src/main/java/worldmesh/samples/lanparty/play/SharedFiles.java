package worldmesh.samples.lanparty.play;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Assets;
import worldmesh.peer.Session;
import worldmesh.peer.asset.AssetView;
import worldmesh.peer.event.AssetEvent;
import worldmesh.peer.event.Origin;
import worldmesh.samples.lanparty.page.DropFolder;
import worldmesh.samples.lanparty.page.FrameLines;

/**
 * Files that players share: takes what is typed about them and what is dropped onto the page, tells what becomes of
 * them. Confined to the game's thread.
 */
public final class SharedFiles {
    private static final List<String> USAGES =
            List.of("share PATH (a file, to everybody here)", "files", "take NUMBER|NAME", "drop NUMBER|NAME");

    /** Files a page is shown, the last known: more than a party shares, and a frame stays small. */
    private static final int SHOWN_MAX = 50;

    private final Session session;
    private final Audience terminal;
    private final Audience everybody;
    private final DropFolder drops;

    /**
     * The files of a session. What becomes of them is told to the {@code terminal}, for pages have the list, and what
     * went wrong to {@code everybody}; copies of what was dropped lie in {@code drops}.
     */
    public SharedFiles(Session session, Audience terminal, Audience everybody, DropFolder drops) {
        this.session = session;
        this.terminal = terminal;
        this.everybody = everybody;
        this.drops = drops;
        session.on(AssetEvent.class, this::tell);
    }

    /** Does what a line of a page says, which names no file of this machine; false if it is not about files. */
    public boolean pageLine(String line) {
        if (line.strip().toLowerCase(Locale.ROOT).startsWith("share ")) {
            everybody.noticed(Audience.Tone.REJECTED, "share PATH is for the terminal; drop the file onto this page");
            return true;
        }
        return line(line);
    }

    /** Does what a line of the terminal says; false if it is not about files. {@code help} is also for others. */
    public boolean line(String line) {
        String text = line.strip();
        int space = text.indexOf(' ');
        String verb = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
        String rest = space < 0 ? "" : text.substring(space).strip();
        try {
            return perform(verb, rest);
        } catch (IllegalArgumentException e) {
            everybody.noticed(Audience.Tone.REJECTED, String.valueOf(e.getMessage()));
            return true;
        }
    }

    private boolean perform(String verb, String rest) {
        Assets assets = session.assets();
        switch (verb) {
            case "share" -> share(rest);
            case "files" -> list();
            case "take" -> assets.accept(named(rest).id());
            case "drop" -> drop(named(rest));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Tells how each command is written. */
    public void help() {
        USAGES.forEach(usage -> terminal.heard("", 0, usage));
    }

    private void share(String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("write: share PATH");
        }
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + path + "' is no path; write: share PATH", e);
        }
        share(file, () -> {});
    }

    /** Shares the copy of a file that was dropped onto the page. */
    public void dropped(Path copy) {
        share(copy, () -> drops.forget(copy));
    }

    private void share(Path file, Runnable otherwise) {
        var unused = session.assets().share(file).whenComplete((shared, failed) -> {
            if (failed != null) {
                otherwise.run();
                everybody.noticed(Audience.Tone.REJECTED, String.valueOf(failed.getMessage()));
            }
        });
    }

    private void drop(AssetView file) {
        session.assets().drop(file.id());
        if (!file.path().isEmpty()) {
            drops.forget(Path.of(file.path()));
        }
    }

    /** What pages show of them. */
    public List<FrameLines.Shared> picture() {
        List<AssetView> all = session.assets().all();
        return all.subList(Math.max(0, all.size() - SHOWN_MAX), all.size()).stream()
                .map(file -> new FrameLines.Shared(
                        file.id().toString(),
                        file.name(),
                        file.size(),
                        file.state().name().toLowerCase(Locale.ROOT),
                        (int) percent(file),
                        file.sources(),
                        file.offeredBy() == null ? "" : sharer(file),
                        file.why()))
                .toList();
    }

    private void list() {
        List<AssetView> all = session.assets().all();
        for (int i = 0; i < all.size(); i++) {
            AssetView each = all.get(i);
            terminal.heard("", 0, (i + 1) + " " + described(each) + ", " + state(each));
        }
        if (all.isEmpty()) {
            terminal.heard("", 0, "no files; write: share PATH");
        }
    }

    private static String described(AssetView file) {
        return file.name() + ", " + file.size() + " bytes, hash " + file.id();
    }

    private static String state(AssetView file) {
        return switch (file.state()) {
            case OFFERED -> "offered";
            case OPENING -> "looked through";
            case FETCHING -> percent(file) + " % here, from " + file.sources();
            case HERE -> "here: " + file.path();
            case SHARED -> "shared by you: " + file.path();
            case FAILED -> "failed: " + file.why();
        };
    }

    private static long percent(AssetView file) {
        return file.size() == 0 ? 100 : 100 * file.bytesHere() / file.size();
    }

    private AssetView named(String which) {
        List<AssetView> all = session.assets().all();
        @Nullable AssetView found = null;
        for (int i = 0; i < all.size(); i++) {
            AssetView each = all.get(i);
            boolean hit = which.equals(Integer.toString(i + 1))
                    || which.equals(each.name())
                    || which.equals(each.id().toString());
            found = hit && found == null ? each : found;
        }
        if (found == null) {
            throw new IllegalArgumentException("no file '" + which + "'; files lists them");
        }
        return found;
    }

    private void tell(AssetEvent event) {
        AssetView file = event.asset();
        switch (file.state()) {
            case OFFERED -> {
                String offer = sharer(file) + " shares " + described(file);
                terminal.heard("", 0, offer + "; take " + file.name());
            }
            case OPENING -> {}
            case FETCHING -> terminal.heard("", 0, "fetching " + file.name() + ", " + percent(file) + " % here");
            case HERE -> {
                // What was here before this start is no news.
                if (event.origin() != Origin.LOCAL || session.isConnected()) {
                    terminal.heard("", 0, "fetched " + file.name() + ": " + file.path());
                }
            }
            case SHARED -> terminal.heard("", 0, "you share " + described(file));
            case FAILED -> everybody.noticed(Audience.Tone.REJECTED, file.name() + ": " + file.why());
        }
    }

    private String sharer(AssetView file) {
        return session.peers().stream()
                .filter(peer -> Objects.equals(peer.peer(), file.offeredBy()))
                .map(peer -> peer.name())
                .findFirst()
                .orElse("a player");
    }
}
