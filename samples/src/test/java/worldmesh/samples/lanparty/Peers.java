package worldmesh.samples.lanparty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.PeerConfig;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.config.ConfigLoader;
import worldmesh.samples.lanparty.action.Recording;
import worldmesh.samples.lanparty.play.Audience;

/** Starts peers for a test and remembers what they were told. */
final class Peers implements AutoCloseable {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long WAIT_SECONDS = 20;

    private final Path directory;
    private final List<PeerProcess> processes = new ArrayList<>();

    Peers(Path directory) {
        this.directory = directory;
    }

    /** A running peer: futures are completed once. */
    static final class Peer implements Milestones, Audience {
        final CompletableFuture<String> page = new CompletableFuture<>();
        final CompletableFuture<String> address = new CompletableFuture<>();
        final CompletableFuture<String> invitation = new CompletableFuture<>();
        final CompletableFuture<Long> joined = new CompletableFuture<>();
        final CompletableFuture<Boolean> playing = new CompletableFuture<>();
        final List<String> told = Collections.synchronizedList(new ArrayList<>());
        volatile @Nullable AuthorityStatus status;
        volatile int members;
        volatile String digest = "";
        volatile int waiting = Integer.MAX_VALUE;

        @Override
        public void page(String url) {
            page.complete(url);
        }

        @Override
        public void listening(String address, String link) {
            this.address.complete(address);
            invitation.complete(link);
        }

        @Override
        public void joined(long millis) {
            joined.complete(millis);
        }

        @Override
        public void playing() {
            playing.complete(true);
        }

        @Override
        public void epoch(long epoch) {
            told.add("epoch " + epoch);
        }

        @Override
        public void authority(AuthorityStatus now) {
            status = now;
        }

        @Override
        public void members(int present) {
            members = present;
        }

        @Override
        public void state(int left, String hash) {
            waiting = left;
            digest = hash;
        }

        /** What was told that contains this, the newest last; empty if nothing was. */
        String lastTold(String part) {
            synchronized (told) {
                return told.stream().filter(line -> line.contains(part)).reduce("", (one, other) -> other);
            }
        }

        @Override
        public void heard(String author, int colour, String text) {
            told.add("<" + author + "> " + text);
        }

        @Override
        public void noticed(Tone tone, String text) {
            told.add(tone + " " + text);
        }
    }

    Peer host(String name) {
        return host(name, List.of());
    }

    /** Hosts a world that only invited players enter. */
    Peer hostByInvitation(String name) {
        return hostWith(name, "peer.session.invite-only=true");
    }

    /** Hosts a world with these keys set, {@code KEY=VALUE} each. */
    Peer hostWith(String name, String... keys) {
        return start(name, PeerOptions.Entry.host("Friday LAN"), List.of(), config(keys));
    }

    /** Joins with these keys set. */
    Peer joinWith(String name, Peer host, String... keys) {
        return start(name, PeerOptions.Entry.join(await(host.invitation)), List.of(), config(keys));
    }

    private static PeerConfig config(String... keys) {
        return ConfigLoader.of(PeerConfig.class).set(List.of(keys)).load();
    }

    Peer host(String name, List<Recording.Step> recorded) {
        return start(name, PeerOptions.Entry.host("Friday LAN"), recorded);
    }

    Peer join(String name, Peer host) {
        return join(name, await(host.invitation));
    }

    Peer join(String name, String invitation) {
        return start(name, PeerOptions.Entry.join(invitation), List.of());
    }

    private Peer start(String name, PeerOptions.Entry entry, List<Recording.Step> recorded) {
        return start(name, entry, recorded, PeerConfig.defaults());
    }

    private Peer start(String name, PeerOptions.Entry entry, List<Recording.Step> recorded, PeerConfig config) {
        Peer peer = new Peer();
        PeerOptions options = new PeerOptions(
                name, directory.resolve(name), ANY_PORT, entry, ANY_PORT, PeerOptions.Files.NONE, config);
        processes.add(PeerProcess.start(options, new PeerSetting(recorded, peer, peer)));
        return peer;
    }

    void tell(int index, String line) {
        processes.get(index).line(line);
    }

    /** Ends one of them, in good order. */
    void stop(int index) {
        processes.get(index).close();
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).close();
        }
    }
}
