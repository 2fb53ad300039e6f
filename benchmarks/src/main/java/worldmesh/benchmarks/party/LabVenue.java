package worldmesh.benchmarks.party;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import worldmesh.samples.troupe.Venue;
import worldmesh.testkit.lab.NatLab;

/** A LAN party's network out of namespaces: every player on a host of its own, one switch, no way out and no names. */
public final class LabVenue implements Venue {
    private static final String LAN = "lan";

    private final NatLab lab;

    private LabVenue(NatLab lab) {
        this.lab = lab;
    }

    /** A LAN of so many hosts; or, where the machine cannot have one, its loopback, and the reason is said. */
    public static Venue orLoopback(int hosts, Consumer<String> progress) {
        String spec = LAN + "=isolatedx" + hosts;
        Optional<String> obstacle = NatLab.obstacle(spec);
        if (obstacle.isPresent()) {
            progress.accept("no LAN of namespaces, loopback instead: " + obstacle.get());
            return Venue.loopback();
        }
        // A prefix of this process's own: two of them do not take each other's laboratory down.
        String id = "wm"
                + Long.toString(ProcessHandle.current().pid() % 1_679_616, 36).toLowerCase(Locale.ROOT);
        return new LabVenue(NatLab.up(id, spec));
    }

    @Override
    public List<String> command(int player, List<String> command) {
        return lab.command(host(player), command);
    }

    private static String host(int player) {
        return LAN + (player + 1);
    }

    @Override
    public boolean isLan() {
        return true;
    }

    @Override
    public void split(List<Integer> apart) {
        lab.split(LAN, apart.stream().map(LabVenue::host).toList());
    }

    @Override
    public void heal() {
        lab.heal(LAN);
    }

    @Override
    public void plug(int player, boolean plugged) {
        lab.link(host(player), plugged);
    }

    @Override
    public long sentFrames(int player) {
        return lab.sentFrames(host(player));
    }

    @Override
    public void close() {
        lab.close();
    }
}
