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

/**
 * Files that players share: takes what is typed about them, tells what becomes of them. Only for the player's own
 * terminal, for it names files of this machine. Confined to the game's thread.
 */
public final class SharedFiles {
    private static final List<String> USAGES =
            List.of("share PATH (a file, to everybody here)", "files", "take NUMBER|NAME", "drop NUMBER|NAME");

    private final Session session;
    private final Audience audience;

    /** The files of a session, told to {@code audience}. */
    public SharedFiles(Session session, Audience audience) {
        this.session = session;
        this.audience = audience;
        session.on(AssetEvent.class, this::tell);
    }

    /** Does what a line says; false if it is not about files. {@code help} is also for others. */
    public boolean line(String line) {
        String text = line.strip();
        int space = text.indexOf(' ');
        String verb = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
        String rest = space < 0 ? "" : text.substring(space).strip();
        try {
            return perform(verb, rest);
        } catch (IllegalArgumentException e) {
            audience.noticed(Audience.Tone.REJECTED, String.valueOf(e.getMessage()));
            return true;
        }
    }

    private boolean perform(String verb, String rest) {
        Assets assets = session.assets();
        switch (verb) {
            case "share" -> share(rest);
            case "files" -> list();
            case "take" -> assets.accept(named(rest).id());
            case "drop" -> assets.drop(named(rest).id());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Tells how each command is written. */
    public void help() {
        USAGES.forEach(usage -> audience.heard("", 0, usage));
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
        var unused = session.assets().share(file).whenComplete((shared, failed) -> {
            if (failed != null) {
                audience.noticed(Audience.Tone.REJECTED, String.valueOf(failed.getMessage()));
            }
        });
    }

    private void list() {
        List<AssetView> all = session.assets().all();
        for (int i = 0; i < all.size(); i++) {
            AssetView each = all.get(i);
            audience.heard("", 0, (i + 1) + " " + described(each) + ", " + state(each));
        }
        if (all.isEmpty()) {
            audience.heard("", 0, "no files; write: share PATH");
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
            boolean hit = which.equals(Integer.toString(i + 1)) || which.equals(each.name());
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
                audience.heard("", 0, offer + "; take " + file.name());
            }
            case OPENING -> {}
            case FETCHING -> audience.heard("", 0, "fetching " + file.name() + ", " + percent(file) + " % here");
            case HERE -> {
                // What was here before this start is no news.
                if (event.origin() != Origin.LOCAL || session.isConnected()) {
                    audience.heard("", 0, "fetched " + file.name() + ": " + file.path());
                }
            }
            case SHARED -> audience.heard("", 0, "you share " + described(file));
            case FAILED -> audience.noticed(Audience.Tone.REJECTED, file.name() + ": " + file.why());
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
