package worldmesh.authority.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.authority.pipeline.Mines;
import worldmesh.authority.pipeline.Mines.Sign;
import worldmesh.mesh.invite.Invite;
import worldmesh.mesh.invite.StandIn;
import worldmesh.mesh.lan.LanSettings;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.membership.Membership;
import worldmesh.peer.Entity;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.core.PeerView;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.event.RefusedEvent;
import worldmesh.peer.owner.OwnerAnswer;
import worldmesh.peer.owner.OwnerDecider;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.metrics.Metrics;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.component.Component;
import worldmesh.world.component.Networked;
import worldmesh.world.component.ReplicationConfig;

/** Sessions as a game uses them, over UDP on loopback, with stores and authority of this module. */
@Timeout(60)
class SessionIT {
    @TempDir
    Path dir;

    private final List<World> worlds = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();

    @Component("sword")
    @Networked(replication = @ReplicationConfig(ownerChange = ReplicationConfig.OwnerChange.REQUEST))
    record Sword(int edge) {}

    private World world(String name) {
        World world = new MinesGame()
                .describe()
                .components(Sword.class)
                .store(dir.resolve(name))
                .name(name)
                .open();
        worlds.add(world);
        return world;
    }

    private Session started(Session session) {
        sessions.add(session);
        return session;
    }

    private static SessionOptions options() {
        return SessionOptions.defaults().listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private void runUntil(BooleanSupplier done) {
        long end = SystemClock.INSTANCE.nanoTime() + 10_000_000_000L;
        while (!done.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "nothing happened for ten seconds");
            sessions.forEach(session -> session.update(0.002));
            LockSupport.parkNanos(2_000_000L);
        }
    }

    private static RefusalReason refusal(List<RefusedEvent> heard) {
        return heard.get(0).reason();
    }

    @AfterEach
    void closeAll() {
        sessions.forEach(Session::close);
        worlds.forEach(World::close);
    }

    @Test
    void joinLanFindsThePartyAndItsWorld() {
        LanSettings lan = new LanSettings("239.87.77.11", "ff02::5747:4d11", 47_911, 100);
        World hosted = world("ann");
        started(Session.host(hosted, "friday", options().lan(lan)));
        Entity sign = hosted.spawn(new Sign("hello"));
        World found = world("bob");
        Session joiner = started(Session.joinLan(found, options().lan(lan)));
        runUntil(joiner::isConnected);

        assertEquals(new Sign("hello"), found.entity(sign.id()).get(Sign.class));
        assertEquals(hosted.self(), joiner.authority());
    }

    @Test
    void twoPartiesOnOneLanDoNotMix() {
        LanSettings lan = new LanSettings("239.87.77.12", "ff02::5747:4d12", 47_912, 100);
        World friday = world("ann");
        Session first = started(Session.host(friday, "friday", options().lan(lan)));
        World bob = world("bob");
        Session guest = started(Session.joinLan(bob, options().lan(lan)));
        runUntil(guest::isConnected);
        World saturday = world("carol");
        Session second = started(Session.host(saturday, "saturday", options().lan(lan)));
        String there = "127.0.0.1:" + second.local().getPort();
        World dave = world("dave");
        Session other = started(Session.join(dave, there, options().lan(lan)));
        runUntil(other::isConnected);
        Set<PeerId> early = Set.of(friday.self(), bob.self());
        Set<PeerId> late = Set.of(saturday.self(), dave.self());

        // Ten announcements of each party are heard by the other, and every membership shows its view to its fellows.
        long end = SystemClock.INSTANCE.nanoTime() + 1_500_000_000L;
        runUntil(() -> SystemClock.INSTANCE.nanoTime() > end);

        List.of(first, guest).forEach(session -> assertEquals(early, present(session)));
        List.of(second, other).forEach(session -> assertEquals(late, present(session)));
        runUntil(() -> seats(first).equals(early) && seats(other).equals(late));
        assertEquals(early, seats(guest));
        assertEquals(late, seats(second));
        assertEquals(friday.self(), guest.authority());
        assertEquals(saturday.self(), other.authority());
    }

    private static Set<PeerId> present(Session session) {
        return session.peers().stream().map(PeerView::peer).collect(Collectors.toSet());
    }

    /** Whose disks count in the session's party. */
    private static Set<PeerId> seats(Session session) {
        AuthorityStatus status = session.authorityStatus();
        return status == null ? Set.of() : Set.copyOf(status.roster());
    }

    @Test
    void thirtyTwoPlayAndTheNextOneIsRefusedUnlessConfiguredOtherwise() {
        assertEquals(
                Membership.DEFAULT_MEMBERS,
                SessionOptions.defaults().session().membersMax() + 1); // others and the host
        assertEquals(
                Membership.DEFAULT_MEMBERS, SessionOptions.defaults().party().membersMax());
    }

    @Test
    void onlyTheInvitedJoinAWorldByInvitation() {
        World hosted = world("ann");
        Session host = started(Session.host(hosted, "friday", options().quiet().byInvitation()));
        String link = host.invite("127.0.0.1").format();
        Session invited = started(Session.join(world("bob"), link, options().quiet()));
        runUntil(invited::isConnected);
        List<RefusedEvent> refused = new ArrayList<>();
        String address = "127.0.0.1:" + host.local().getPort();
        Session stranger = started(Session.join(world("eve"), address, options().quiet()));
        stranger.on(RefusedEvent.class, refused::add);
        runUntil(() -> !refused.isEmpty());

        assertEquals(RefusalReason.INVITATION_WRONG, refusal(refused));
        assertEquals(2, host.peers().size());
    }

    @Test
    void onePlayerTooManyIsToldThatTheServerIsFullAndDisturbsNobody() {
        SessionOptions small = options().quiet();
        small = small.session(small.session().withMembersMax(2));
        Session host = started(Session.host(world("ann"), "friday", small));
        String address = "127.0.0.1:" + host.local().getPort();
        Session bob = started(Session.join(world("bob"), address, options().quiet()));
        Session eve = started(Session.join(world("eve"), address, options().quiet()));
        runUntil(() -> bob.isConnected() && eve.isConnected());
        List<RefusedEvent> refused = new ArrayList<>();
        Session late = started(Session.join(world("mallory"), address, options().quiet()));
        late.on(RefusedEvent.class, refused::add);
        runUntil(() -> !refused.isEmpty());

        assertEquals(RefusalReason.SERVER_FULL, refusal(refused));
        assertEquals(3, host.peers().size());
        assertTrue(bob.isConnected() && eve.isConnected());
    }

    /** At the other family's address of the host's port somebody listens who never answers. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aJoinerGetsInByTheFamilyThatWorksWhereTheOtherIsABlackHole(String works) throws IOException {
        InetAddress reachable = InetAddress.getByName(works);
        String hole = works.equals("::1") ? "127.0.0.1" : "::1";
        World hosted = world("ann");
        SessionOptions there = SessionOptions.defaults().quiet().listen(new InetSocketAddress(reachable, 0));
        Session host = started(Session.host(hosted, "friday", there.byInvitation()));
        int port = host.local().getPort();
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(hole), port))) {
            SessionOptions anywhere = SessionOptions.defaults().quiet();
            String link = host.invite(hole + "," + works).format();
            Session invited = started(Session.join(world("bob"), link, anywhere));
            long asked = SystemClock.INSTANCE.nanoTime();
            runUntil(invited::isConnected);
            long millis = (SystemClock.INSTANCE.nanoTime() - asked) / 1_000_000;

            assertTrue(millis < 2_000, "joined after " + millis + " ms");
            assertEquals(2, host.peers().size());
            assertTrue(silent.isBound());
        }
    }

    /** The giver lives, but at the address that the link names for it somebody listens who never answers. */
    @Test
    void aNewcomerWhoseGiverIsABlackHoleComesInThroughTheOtherMemberOfItsInvitation() throws IOException {
        World hosted = world("ann");
        Session host = started(Session.host(hosted, "friday", options().quiet().byInvitation()));
        World second = world("bob");
        String founders = host.invite("127.0.0.1").format();
        Session other = started(Session.join(second, founders, options().quiet()));
        runUntil(() ->
                other.isConnected() && !host.invite("127.0.0.1").standIns().isEmpty());
        Invite once = host.invite("127.0.0.1", 1, Duration.ofHours(1));
        assertEquals(
                List.of(new StandIn(second.self(), "127.0.0.1", other.local().getPort())), once.standIns());
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Invite astray = new Invite(once.host(), silent.getLocalPort(), once.peer(), once.world(), once.secret())
                    .with(once.standIns());
            Session invited = started(
                    Session.join(world("eve"), astray.format(), options().quiet()));
            long asked = SystemClock.INSTANCE.nanoTime();
            runUntil(invited::isConnected);
            long millis = (SystemClock.INSTANCE.nanoTime() - asked) / 1_000_000;

            assertTrue(millis < 2_000, "joined after " + millis + " ms");
            runUntil(() -> host.peers().size() == 3);
        }
    }

    @Test
    void networkStatsTellOfTheOnlyLinkWhatTheyTellOfAll() {
        World hosted = world("ann");
        Session host = started(Session.host(hosted, "friday", options().quiet()));
        World joining = world("bob");
        Session joiner = started(Session.join(
                joining, "127.0.0.1:" + host.local().getPort(), options().quiet()));
        runUntil(joiner::isConnected);

        NetworkStats ofLink = joiner.networkStats(hosted.self());
        NetworkStats total = joiner.networkStats();
        assertTrue(ofLink.messagesReceived() > 0 && ofLink.averageLatencyMillis() > 0, ofLink.toString());
        assertTrue(total.bytesSent() > ofLink.bytesSent(), "handshakes count in the total");
        assertEquals(NetworkStats.NONE, joiner.networkStats(joining.self()));
    }

    @Test
    void anEntityChangesItsOwnerOnRequest() {
        World hosted = world("ann");
        Session host = started(Session.host(hosted, "friday", options().quiet()));
        World asking = world("bob");
        Session guest = started(Session.join(
                asking, "127.0.0.1:" + host.local().getPort(), options().quiet()));
        Entity sword = hosted.spawn(new Sword(1));
        Entity seen = asking.entity(sword.id());
        runUntil(() -> guest.isConnected() && seen.exists());
        host.decideOwners(ask -> ask.refuse("mine"));
        CompletableFuture<OwnerAnswer> first = guest.requestOwner(seen);
        runUntil(first::isDone);
        assertEquals(new OwnerAnswer(OwnerAnswer.Outcome.REFUSED, "mine"), first.join());

        host.decideOwners(OwnerDecider.GRANT);
        CompletableFuture<OwnerAnswer> second = guest.requestOwner(seen);
        runUntil(second::isDone);
        assertTrue(second.join().granted() && seen.mine());
        seen.set(new Sword(2));
        runUntil(() -> new Sword(2).equals(sword.get(Sword.class)));
        assertEquals(asking.self(), sword.owner());
    }

    @Test
    void aSessionPublishesItsCountsAndItsAuthoritys() {
        Metrics metrics = new Metrics();
        World hosted = world("ann");
        Session host = started(Session.host(hosted, "friday", options().quiet()));
        host.publish(metrics);
        Session guest = started(Session.join(
                world("bob"), "127.0.0.1:" + host.local().getPort(), options().quiet()));
        runUntil(guest::isConnected);
        var handle = guest.submit(new Mines.Lay(5));
        runUntil(() -> !handle.isPending());
        hosted.query(Mines.Vein.class).entities().forEach(vein -> vein.get(Mines.Vein.class));
        host.update(0);

        String text = metrics.prometheus();
        assertTrue(text.contains("worldmesh_authority_commands_accepted_total 1\n"), text);
        assertTrue(text.contains("worldmesh_peer_messages_malformed_total 0\n"), text);
        assertTrue(!text.contains("worldmesh_peer_batches_sent_total 0\n"), text);
        for (String cache : List.of("records", "signatures", "journal")) {
            assertTrue(text.contains("worldmesh_peer_cache_" + cache + "_hit_share"), text);
        }
        assertTrue(!text.contains("worldmesh_peer_cache_records_misses_total 0\n"), text);
    }
}
