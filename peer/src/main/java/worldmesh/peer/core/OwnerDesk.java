package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.owner.OwnerAnswer;
import worldmesh.peer.owner.OwnerAnswer.Outcome;
import worldmesh.peer.owner.OwnerAsk;
import worldmesh.peer.owner.OwnerDecider;
import worldmesh.peer.wire.OwnerReply;
import worldmesh.peer.wire.OwnerRequest;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.ReplicationConfig.OwnerChange;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;

/**
 * Owners that change on request: asks the owners of others' entities, and has the game decide on those who ask for this
 * player's. Only an owner's own claim changes anything, so that an answer that lies changes nothing.
 */
public final class OwnerDesk {
    /** A player has so long to decide, as a question on the screen stands. */
    static final long DECIDE_NANOS = 10_000_000_000L;

    /** The asker waits longer than the owner decides, by more than any round trip. */
    static final long WAIT_NANOS = 13_000_000_000L;

    /** Requests one peer may have open here. */
    static final int ASKS_PER_PEER_MAX = 16;

    /** Requests of this player that are not answered. */
    static final int REQUESTS_MAX = 64;

    private final SessionScope scope;
    private final Map<Long, Request> requests = new LinkedHashMap<>();
    private final List<Ask> asks = new ArrayList<>();
    private final List<Runnable> replies = new ArrayList<>();
    private OwnerDecider decider = OwnerDecider.GRANT;
    private Runnable threadCheck = () -> {};
    private long lastToken;

    OwnerDesk(SessionScope scope) {
        this.scope = scope;
    }

    /** Who decides on what others ask for; {@code check} throws on a thread that may not answer. */
    public void decideBy(OwnerDecider by, Runnable check) {
        decider = by;
        threadCheck = check;
    }

    /** Asks the owner of an entity for it. Told in an update, or at once if nobody is to be asked. */
    public void request(EntityId entity, Consumer<OwnerAnswer> answer) {
        PeerId owner = scope.world.owner(entity);
        Outcome known = knownOutcome(entity, owner);
        if (known != null) {
            answer.accept(new OwnerAnswer(known, ""));
            return;
        }
        PeerLink link = owner == null ? null : scope.links.admitted(owner);
        if (link == null) {
            answer.accept(new OwnerAnswer(Outcome.OWNER_AWAY, ""));
            return;
        }
        lastToken++;
        Request request = new Request(entity, link.peer(), scope.nowNanos + WAIT_NANOS, answer);
        requests.put(lastToken, request);
        link.send(PeerLink.CONTROL_STREAM, new OwnerRequest(lastToken, entity));
    }

    /** What needs no question to the owner. */
    private @Nullable Outcome knownOutcome(EntityId entity, @Nullable PeerId owner) {
        if (!scope.world.exists(entity)) {
            return Outcome.NOT_OWNER;
        }
        if (Objects.equals(owner, scope.world.self())) {
            return Outcome.GRANTED;
        }
        if (!onRequest(entity)) {
            return Outcome.NOT_ON_REQUEST;
        }
        return requests.size() >= REQUESTS_MAX ? Outcome.BUSY : null;
    }

    /** True if a component of it is handed over on request, and it was not born with one that never is. */
    private boolean onRequest(EntityId entity) {
        return entity.trust() != Trust.FIXED
                && scope.world.replica().components(entity).stream()
                        .anyMatch(value ->
                                scope.world.schema().typeOf(value).replication().ownerChange() == OwnerChange.REQUEST);
    }

    void onRequest(PeerLink link, OwnerRequest message) {
        Ask ask = new Ask(link.peer(), message.token(), message.entity(), scope.nowNanos + DECIDE_NANOS);
        Outcome refusal = refusalOf(ask);
        asks.add(ask);
        if (refusal != null) {
            ask.answer(new OwnerAnswer(refusal, ""));
            return;
        }
        boolean[] decided = {false};
        scope.world.views().guard().run("owner decider", () -> {
            decider.decide(ask);
            decided[0] = true;
        });
        if (!decided[0]) {
            ask.answer(new OwnerAnswer(Outcome.REFUSED, "the owner's program failed to decide"));
        }
    }

    private @Nullable Outcome refusalOf(Ask ask) {
        long open =
                asks.stream().filter(other -> other.asker().equals(ask.asker())).count();
        if (open >= ASKS_PER_PEER_MAX) {
            return Outcome.BUSY;
        }
        if (!isMine(ask.entity())) {
            return Outcome.NOT_OWNER;
        }
        return onRequest(ask.entity()) ? null : Outcome.NOT_ON_REQUEST;
    }

    private boolean isMine(EntityId entity) {
        return scope.world.exists(entity) && Objects.equals(scope.world.owner(entity), scope.world.self());
    }

    void onReply(PeerLink link, OwnerReply message) {
        Request request = requests.get(message.token());
        if (request == null || !request.owner.equals(link.peer())) {
            scope.counters.unexpectedMessages++;
        } else if (message.answer().granted()) {
            // It counts once the claim is merged here: what is sent on a slow lane comes after the reply.
            request.granted = true;
        } else {
            requests.remove(message.token());
            request.answer.accept(message.answer());
        }
    }

    void onLinkDown(PeerId peer) {
        asks.removeIf(ask -> ask.asker().equals(peer));
        end(peer, Outcome.OWNER_AWAY);
    }

    void onTime() {
        for (Ask ask : List.copyOf(asks)) {
            if (scope.nowNanos - ask.untilNanos >= 0) {
                ask.answer(new OwnerAnswer(Outcome.UNDECIDED, ""));
            }
        }
        for (Iterator<Request> each = requests.values().iterator(); each.hasNext(); ) {
            Request request = each.next();
            boolean arrived = request.granted && isMine(request.entity);
            boolean late = scope.nowNanos - request.untilNanos >= 0;
            if (arrived || late) {
                each.remove();
                request.answer.accept(new OwnerAnswer(arrived ? Outcome.GRANTED : Outcome.TIMED_OUT, ""));
            }
        }
    }

    /** Sends the answers, after the batches that grants rely on. */
    void reply() {
        replies.forEach(Runnable::run);
        replies.clear();
    }

    /** The session is over: nobody answers any more. */
    void end() {
        asks.clear();
        end(null, Outcome.OWNER_AWAY);
    }

    private void end(@Nullable PeerId owner, Outcome outcome) {
        List<Request> ended = requests.values().stream()
                .filter(request -> owner == null || request.owner.equals(owner))
                .toList();
        requests.values().removeAll(ended);
        ended.forEach(request -> request.answer.accept(new OwnerAnswer(outcome, "")));
    }

    /** A request of this player. */
    private static final class Request {
        private final EntityId entity;
        private final PeerId owner;
        private final long untilNanos;
        private final Consumer<OwnerAnswer> answer;
        private boolean granted;

        Request(EntityId entity, PeerId owner, long untilNanos, Consumer<OwnerAnswer> answer) {
            this.answer = answer;
            this.entity = entity;
            this.owner = owner;
            this.untilNanos = untilNanos;
        }
    }

    /** A request of another player; open while it is in the list. */
    private final class Ask implements OwnerAsk {
        private final PeerId asker;
        private final long token;
        private final EntityId entity;
        private final long untilNanos;

        Ask(PeerId asker, long token, EntityId entity, long untilNanos) {
            this.asker = asker;
            this.token = token;
            this.entity = entity;
            this.untilNanos = untilNanos;
        }

        @Override
        public EntityId entity() {
            return entity;
        }

        @Override
        public PeerId asker() {
            return asker;
        }

        @Override
        public boolean open() {
            threadCheck.run();
            return asks.contains(this);
        }

        @Override
        public void grant() {
            if (!open()) {
                return;
            }
            if (isMine(entity)) {
                scope.world.transfer(entity, asker);
                answer(new OwnerAnswer(Outcome.GRANTED, ""));
            } else {
                answer(new OwnerAnswer(Outcome.NOT_OWNER, ""));
            }
        }

        @Override
        public void refuse(String reason) {
            if (open()) {
                answer(new OwnerAnswer(Outcome.REFUSED, reason));
            }
        }

        private void answer(OwnerAnswer answer) {
            if (asks.remove(this)) {
                replies.add(() -> {
                    PeerLink link = scope.links.admitted(asker);
                    if (link != null) {
                        link.send(PeerLink.CONTROL_STREAM, new OwnerReply(token, answer));
                    }
                });
            }
        }
    }
}
