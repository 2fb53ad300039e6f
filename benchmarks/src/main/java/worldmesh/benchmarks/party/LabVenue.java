package worldmesh.benchmarks.party;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import worldmesh.samples.troupe.Venue;
import worldmesh.testkit.lab.NatLab;

/** A LAN party's network out of namespaces: every player on a host of its own, one switch, no way out and no names. */
public final class LabVenue implements Venue {
    private static final String LAN = "lan";

    private final NatLab lab;
    private final int firstHost;

    private LabVenue(NatLab lab, int firstHost) {
        this.lab = lab;
        this.firstHost = firstHost;
    }

    /** A LAN of so many hosts; or, where the machine cannot have one, its loopback, and the reason is said. */
    public static Venue orLoopback(int hosts, Consumer<String> progress) {
        Optional<String> obstacle = obstacle(hosts);
        if (obstacle.isPresent()) {
            progress.accept("no LAN of namespaces, loopback instead: " + obstacle.get());
            return Venue.loopback();
        }
        return up(hosts);
    }

    /** Why this machine cannot have a LAN of so many hosts; empty if it can. */
    static Optional<String> obstacle(int hosts) {
        return NatLab.obstacle(spec(hosts));
    }

    static LabVenue up(int hosts) {
        return new LabVenue(NatLab.up(NatLab.ownId("wm"), spec(hosts)), 1);
    }

    private static String spec(int hosts) {
        return LAN + "=isolatedx" + hosts;
    }

    /** The same LAN for another party, whose first player sits at this host; closing it closes nothing. */
    Venue from(int host) {
        return new LabVenue(lab, host);
    }

    @Override
    public List<String> command(int player, List<String> command) {
        return lab.command(host(player), command);
    }

    private String host(int player) {
        return LAN + (firstHost + player);
    }

    @Override
    public boolean isLan() {
        return true;
    }

    @Override
    public void split(List<Integer> apart) {
        lab.split(LAN, apart.stream().map(this::host).toList());
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
        if (firstHost == 1) {
            lab.close();
        }
    }
}
