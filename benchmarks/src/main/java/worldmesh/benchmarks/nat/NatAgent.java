package worldmesh.benchmarks.nat;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.ice.IceSettings;
import worldmesh.mesh.ice.TurnSettings;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.PathEvent;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.SystemClock;

/**
 * A host of the laboratory, a JVM of its own that stays warm: told by lines to open an end, to seek another, to take an
 * offer; tells by lines what came of it. Ends when its input does.
 */
public final class NatAgent {
    private static final long TURN_NANOS = 500_000L;
    private static final long REHEARSAL_NANOS = 20_000_000_000L;

    /** Servers over TLS are asked late, and their classes are many. */
    private static final long SERVERS_NANOS = 2_000_000_000L;

    private static final int LINES_MAX = 256;
    private static final String END = "end";

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final ArrayBlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES_MAX);
    private final IceSettings settings;
    private @Nullable NatPeer peer;
    private @Nullable CandidateKind told;
    private boolean echoed;

    private NatAgent(IceSettings settings) {
        this.settings = settings;
    }

    /** {@code STUN TURN USER PASSWORD CERTIFICATES}, each a list, a word or empty. */
    public static void main(String[] args) {
        TurnSettings turn = new TurnSettings(TurnSettings.servers(args[1]), args[2], args[3], args[4]);
        NatAgent agent = new NatAgent(new IceSettings(true, IceSettings.servers(args[0])).withTurn(turn));
        rehearse(agent.settings);
        agent.run();
        System.exit(0);
    }

    /** Two ends on this host, so that what is measured after it is no loading of classes. */
    private static void rehearse(IceSettings settings) {
        InetSocketAddress anywhere = new InetSocketAddress(0);
        try (NatPeer one = new NatPeer(anywhere, settings);
                NatPeer other = new NatPeer(anywhere, settings)) {
            one.seek(other.id());
            other.seek(one.id());
            long begin = SystemClock.INSTANCE.nanoTime();
            long past = 0;
            boolean met = false;
            while (past < SERVERS_NANOS || (!met && past < REHEARSAL_NANOS)) {
                past = SystemClock.INSTANCE.nanoTime() - begin;
                met = one.connectMillis() + other.connectMillis() > 0;
                one.onTime();
                other.onTime();
                one.takeOffers().forEach(offer -> other.onOffer(one.id(), offer.offer()));
                other.takeOffers().forEach(offer -> one.onOffer(other.id(), offer.offer()));
                LockSupport.parkNanos(TURN_NANOS);
            }
        }
    }

    private void run() {
        Thread reader = new Thread(this::read, "lines");
        reader.setDaemon(true);
        reader.start();
        tell("ready");
        for (String line = ""; !line.equals(END); line = next()) {
            if (!line.isEmpty()) {
                take(line.split(" ", -1));
            }
            NatPeer now = peer;
            if (now != null) {
                now.onTime();
                report(now);
            }
        }
    }

    private String next() {
        String line = lines.poll();
        if (line == null) {
            LockSupport.parkNanos(TURN_NANOS);
        }
        return line == null ? "" : line;
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.put(line);
            }
            lines.put(END);
        } catch (IOException e) {
            lines.clear();
            lines.add(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String[] words) {
        switch (words[0]) {
            case "open" -> open();
            case "seek" -> mine().seek(PeerId.parse(words[1]));
            case "offer" ->
                mine().onOffer(PeerId.parse(words[1]), Base64.getDecoder().decode(words[2]));
            case "count" -> tell("count " + mine().carried() + " " + mine().returned());
            default -> throw new IllegalArgumentException("no such word: " + words[0]);
        }
    }

    private NatPeer mine() {
        NatPeer mine = peer;
        if (mine == null) {
            throw new IllegalStateException("nothing is open");
        }
        return mine;
    }

    private void open() {
        NatPeer before = peer;
        if (before != null) {
            before.close();
        }
        NatPeer mine = new NatPeer(new InetSocketAddress(0), settings);
        peer = mine;
        told = null;
        echoed = false;
        tell("id " + mine.id());
    }

    private void report(NatPeer mine) {
        for (PathEvent.Offer offer : mine.takeOffers()) {
            tell("offer " + Base64.getEncoder().encodeToString(offer.offer()));
        }
        CandidateKind kind = mine.kind();
        if (kind != null && kind != told) {
            told = kind;
            tell("way " + kind);
        }
        if (!echoed && mine.connectMillis() > 0) {
            echoed = true;
            tell(String.format(Locale.ROOT, "echo %.1f", mine.connectMillis()));
        }
    }

    private void tell(String line) {
        out.println(line);
    }
}
