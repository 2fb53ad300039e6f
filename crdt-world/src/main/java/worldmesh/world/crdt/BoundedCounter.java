package worldmesh.world.crdt;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.bytes.Payload;

/**
 * A stock that is never below zero though peers spend from it apart: adding makes rights of the adder's, spending uses
 * up own rights, a transfer hands them on (Balegas et al.: Extending eventually consistent cloud databases for
 * enforcing numeric invariants, SRDS 2015, §4). All totals of a replica only grow, so that states join by their maxima
 * wherever the entity moves. Rights belong to the peer: who opens its world anew keeps them, and those of a peer that
 * vanished come back by its own signed transfer alone. A peer that spends or hands on more than it has makes nothing
 * negative: its balance counts as zero. Not thread-safe.
 */
public final class BoundedCounter implements Cell {
    /** More accounts than replicas ever wrote one counter; a longer state is refused. */
    private static final int MAX_ACCOUNTS = 1 << 12;

    private final TreeMap<Long, Account> accounts = new TreeMap<>(Long::compareUnsigned);

    private static final class Account {
        private PeerId peer;
        private long added;
        private long spent;
        private final TreeMap<PeerId, Long> given = new TreeMap<>();

        Account(PeerId peer) {
            this.peer = peer;
        }

        /** A replica has one peer; a forged state may say another, and the least is the same on every replica. */
        Account of(PeerId said) {
            peer = said.compareTo(peer) < 0 ? said : peer;
            return this;
        }

        void join(Account other) {
            added = Math.max(added, other.added);
            spent = Math.max(spent, other.spent);
            other.given.forEach((to, total) -> given.merge(to, total, Math::max));
        }
    }

    private Account account(long replica, PeerId peer) {
        return accounts.computeIfAbsent(replica, key -> new Account(peer)).of(peer);
    }

    /** All that a replica of the peer ever added. */
    public void add(long replica, PeerId peer, long total) {
        Account account = account(replica, peer);
        account.added = Math.max(account.added, total);
    }

    /** All that a replica of the peer ever spent. */
    public void spend(long replica, PeerId peer, long total) {
        Account account = account(replica, peer);
        account.spent = Math.max(account.spent, total);
    }

    /** All rights that a replica of the peer ever handed to another peer. */
    public void give(long replica, PeerId peer, PeerId to, long total) {
        account(replica, peer).given.merge(to, total, Math::max);
    }

    /** What a replica added so far. */
    public long added(long replica) {
        Account account = accounts.get(replica);
        return account == null ? 0 : account.added;
    }

    /** What a replica spent so far. */
    public long spent(long replica) {
        Account account = accounts.get(replica);
        return account == null ? 0 : account.spent;
    }

    /** What a replica gave to a peer so far. */
    public long given(long replica, PeerId to) {
        Account account = accounts.get(replica);
        Long total = account == null ? null : account.given.get(to);
        return total == null ? 0 : total;
    }

    /** What the peer may spend or hand on; never below zero. */
    public long rights(PeerId peer) {
        @Nullable Long balance = balances().get(peer);
        return balance == null ? 0 : Math.max(0, balance);
    }

    /** The stock: all rights together; saturates at the greatest long. */
    public long sum() {
        long sum = 0;
        for (long balance : balances().values()) {
            sum = saturated(sum, Math.max(0, balance));
        }
        return sum;
    }

    private Map<PeerId, Long> balances() {
        Map<PeerId, Long> credits = new TreeMap<>();
        Map<PeerId, Long> debits = new TreeMap<>();
        for (Account account : accounts.values()) {
            credits.merge(account.peer, account.added, BoundedCounter::saturated);
            debits.merge(account.peer, account.spent, BoundedCounter::saturated);
            account.given.forEach((to, total) -> {
                debits.merge(account.peer, total, BoundedCounter::saturated);
                credits.merge(to, total, BoundedCounter::saturated);
            });
        }
        debits.forEach((peer, total) -> credits.merge(peer, -total, Long::sum));
        return credits;
    }

    private static long saturated(long sum, long amount) {
        return sum > Long.MAX_VALUE - amount ? Long.MAX_VALUE : sum + amount;
    }

    @Override
    public Payload value() {
        return Payload.wrap(new ByteWriter(16).zigzag(sum()).toBytes());
    }

    @Override
    public void join(Cell other) {
        ((BoundedCounter) other)
                .accounts.forEach(
                        (replica, theirs) -> account(replica, theirs.peer).join(theirs));
    }

    @Override
    public Cell copy() {
        BoundedCounter out = new BoundedCounter();
        out.join(this);
        return out;
    }

    @Override
    public void encode(ByteWriter out) {
        out.varint(accounts.size());
        accounts.forEach((replica, account) -> {
            out.i64(replica).bytes(account.peer.bytes());
            out.varint(account.added).varint(account.spent).varint(account.given.size());
            account.given.forEach((to, total) -> out.bytes(to.bytes()).varint(total));
        });
    }

    static BoundedCounter decode(ByteReader in) {
        BoundedCounter out = new BoundedCounter();
        int count = in.count(MAX_ACCOUNTS);
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            boolean ordered = out.accounts.isEmpty() || Long.compareUnsigned(out.accounts.lastKey(), replica) < 0;
            Account account = new Account(peer(in));
            account.added = in.varint();
            account.spent = in.varint();
            if (!ordered || account.added < 0 || account.spent < 0) {
                in.fail();
            }
            decodeGiven(account.given, in);
            out.accounts.put(replica, account);
        }
        return out;
    }

    private static void decodeGiven(NavigableMap<PeerId, Long> given, ByteReader in) {
        int count = in.count(MAX_ACCOUNTS);
        for (int i = 0; i < count && in.ok(); i++) {
            PeerId to = peer(in);
            long total = in.varint();
            if (total <= 0 || (!given.isEmpty() && given.lastKey().compareTo(to) >= 0)) {
                in.fail();
            }
            given.put(to, total);
        }
    }

    private static PeerId peer(ByteReader in) {
        byte[] bytes = in.bytes(PeerId.BYTES);
        return PeerId.ofBytes(bytes.length == PeerId.BYTES ? bytes : new byte[PeerId.BYTES]);
    }

    @Override
    public long newestClock() {
        return 0;
    }
}
