package worldmesh.samples.troupe;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A venue whose players run another version of this program, as it was built elsewhere, until each is upgraded. */
public final class FormerProgram implements Venue {
    private static final Path CLASS_PATH = Path.of("cli", "target", "runtime-classpath.txt");

    private final Venue venue;
    private final String classPath;
    private final Set<Integer> upgraded = new HashSet<>();

    /** Players at {@code venue} run the program whose sources and classes are in {@code checkout}, which was built. */
    public FormerProgram(Venue venue, Path checkout) {
        this.venue = venue;
        Path file = checkout.resolve(CLASS_PATH);
        try {
            this.classPath =
                    checkout.resolve("cli").resolve("target").resolve("classes").toAbsolutePath()
                            + File.pathSeparator
                            + Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " cannot be read; check the former version out and run ./worldmesh build in it", e);
        }
    }

    /** From its next start on this player runs this version. */
    public void upgrade(int player) {
        upgraded.add(player);
    }

    @Override
    public List<String> command(int player, List<String> command) {
        List<String> run = new ArrayList<>(command);
        int at = run.indexOf("-cp");
        if (!upgraded.contains(player) && at >= 0) {
            run.set(at + 1, classPath);
        }
        return venue.command(player, run);
    }

    @Override
    public boolean isLan() {
        return venue.isLan();
    }

    @Override
    public boolean hasNode() {
        return venue.hasNode();
    }

    @Override
    public void split(List<Integer> apart) {
        venue.split(apart);
    }

    @Override
    public void heal() {
        venue.heal();
    }

    @Override
    public void plug(int player, boolean plugged) {
        venue.plug(player, plugged);
    }

    @Override
    public long sentFrames(int player) {
        return venue.sentFrames(player);
    }

    @Override
    public void close() {
        venue.close();
    }
}
