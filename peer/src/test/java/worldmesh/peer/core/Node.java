package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.Event;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.OwnershipCheck;

/** One player of a test party: its key, its store, and the session it runs now. */
@SuppressWarnings("NullAway.Init") // open() makes the session, and makes it again after a kill
final class Node {
    final Party party;
    final Signer signer;
    final String name;
    final int port;
    final MemoryStore store = new MemoryStore();
    final TestAuthority judge = new TestAuthority();
    final List<Event> events = new ArrayList<>();
    final List<Receipt> receipts = new ArrayList<>();
    int syncedReceipts;
    int receiptSyncs;
    private final ReceiptSink sink = new ReceiptSink() {
        @Override
        public void append(CommandEnvelope command, Receipt receipt) {
            receipts.add(receipt);
        }

        @Override
        public void sync() {
            syncedReceipts = receipts.size();
            receiptSyncs++;
        }
    };
    MemoryMesh.Port mesh;
    LocalWorld world;
    SessionCore session;
    SessionSettings settings = SessionSettings.defaults();
    long skewMillis;
    boolean alive;

    Node(Party party, String name, int port) {
        this.party = party;
        this.name = name;
        this.port = port;
        this.signer = party.signatures.signer(port);
    }

    /** Opens world and session anew; a node that was killed goes on from its store. */
    Node open() {
        Random random = new Random(port * 1_000L + ++party.openings);
        WorldParts parts = new WorldParts(
                party.game.schema(),
                party.game.rules(),
                party.game.sectors(),
                signer,
                party.signatures,
                store,
                sink,
                name,
                OwnershipCheck.STRICT,
                party.limits,
                party.game.deltas(),
                party.game.summaries());
        mesh = party.net.open(signer.publicKey(), port);
        world = new LocalWorld(parts, random.nextLong());
        CoreNet cores = party.cores;
        session = new SessionCore(
                world, settings, cores == null ? mesh : cores.open(signer, mesh.local()), random.nextLong());
        session.subscribe(Event.class, events::add);
        alive = true;
        return this;
    }

    Node host() {
        return host(Membership.OPEN);
    }

    Node host(Membership membership) {
        return host(new HostRequest("party", membership, judge, port));
    }

    Node host(HostRequest request) {
        open();
        session.host(request, party.nanos(), wallMillis());
        return this;
    }

    Node join(Node host) {
        return join(host, JoinRequest.ANYBODY);
    }

    Node join(Node host, JoinRequest request) {
        open();
        session.join(MemoryMesh.address(host.port), request, party.nanos(), wallMillis());
        return this;
    }

    /** Dies without a word, as by kill -9. */
    void kill() {
        party.net.kill(mesh);
        if (party.cores != null) {
            party.cores.kill(mesh.local());
        }
        alive = false;
    }

    void update() {
        session.update(party.nanos(), wallMillis());
    }

    long wallMillis() {
        return 1_700_000_000_000L + party.net.nowMillis + skewMillis;
    }

    <E extends Event> List<E> heard(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E extends Event> @Nullable E last(Class<E> type) {
        List<E> all = heard(type);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }
}
