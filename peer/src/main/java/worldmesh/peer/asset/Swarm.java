package worldmesh.peer.asset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Fetches one file from all who have parts of it. Each part is verified before it counts; who sent a wrong one is not
 * asked for this file again. Everybody begins at another place of the file, and prefers from whoever has all of it what
 * nobody else has: so the parts spread, and those who fetch hand them to each other. Confined to the session's thread.
 */
public final class Swarm {
    /** Parts on their way and on their way to the disk, of all peers together: 8 MiB. */
    static final int OPEN_MAX = 256;

    /** Groups of hashes asked for at once: a thousandth of the bytes, without which no chunk counts. */
    static final int GROUPS_OPEN_MAX = 2;

    /** Parts named in one request. */
    static final int ASK_MAX = 64;

    /** Parts looked at for one peer in one update. */
    private static final int SCAN_MAX = 4_096;

    private final AssetManifest manifest;
    private final int start;
    private final BitSet here;
    private final BitSet wanted = new BitSet();
    private final BitSet storing = new BitSet();
    private final BitSet fresh = new BitSet();
    private final BitSet spread = new BitSet();
    private final Map<PeerId, SwarmPeer> peers = new TreeMap<>();
    private int hereCount;
    private int scans;
    private int spare = -1;

    /** Where the swarm acts. */
    public interface Outbox {
        /** Asks a peer for parts. */
        void ask(PeerId peer, List<Integer> parts);

        /** Verifies and stores a part; {@link Swarm#onStored} is told how that went. */
        void store(PeerId from, int part, byte[] data);
    }

    /** How a part fared. */
    public enum Stored {
        /** It is right, and on the disk. */
        KEPT,
        /** It is not what the manifest says. */
        WRONG,
        /** The disk did not take it. */
        FAILED
    }

    /** What came of a message. */
    public enum Verdict {
        /** It was asked for. */
        TAKEN,
        /** It was not, or no more. */
        UNASKED,
        /** No honest peer sends that. */
        WRONG
    }

    /** Fetches what is not {@code here} yet, from the place that {@code random} says. */
    public Swarm(AssetManifest manifest, BitSet here, long random) {
        this.manifest = manifest;
        this.here = (BitSet) here.clone();
        this.hereCount = here.cardinality();
        int chunks = manifest.chunks();
        this.start = manifest.groups().size() + (chunks == 0 ? 0 : (int) Math.floorMod(random, (long) chunks));
        wanted.set(0, manifest.parts());
        wanted.andNot(here);
    }

    /** What is fetched. */
    public AssetManifest manifest() {
        return manifest;
    }

    /** True if every part is here. */
    public boolean isWhole() {
        return hereCount == manifest.parts();
    }

    /** True if a part is here. */
    public boolean has(int part) {
        return here.get(part);
    }

    /** Bytes of the file that are here. */
    public long bytesHere() {
        int groups = manifest.groups().size();
        int chunks = hereCount - here.get(0, groups).cardinality();
        int last = manifest.parts() - 1;
        boolean tail = chunks > 0 && here.get(last);
        long whole = (long) chunks * AssetManifest.CHUNK_BYTES;
        return tail ? whole - AssetManifest.CHUNK_BYTES + manifest.partBytes(last) : whole;
    }

    /** Peers that have a part and are not found lying. */
    public int sources() {
        return (int) peers.values().stream()
                .filter(peer -> peer.count > 0 && !peer.liar)
                .count();
    }

    /** All that is here. */
    public List<PartRange> ranges() {
        return PartRange.of(here);
    }

    /** What came since this was asked last. */
    public List<PartRange> takeFresh() {
        List<PartRange> ranges = PartRange.of(fresh);
        fresh.clear();
        return ranges;
    }

    /** A peer has parts; false if there are none of such numbers. */
    public boolean onHave(PeerId peer, List<PartRange> ranges) {
        for (PartRange range : ranges) {
            if (range.end() > manifest.parts()) {
                return false;
            }
        }
        SwarmPeer known = peers.computeIfAbsent(peer, id -> new SwarmPeer(start));
        for (PartRange range : ranges) {
            known.have(range);
        }
        if (isAll(known)) {
            respread();
        } else {
            ranges.forEach(range -> spread.set(range.first(), range.end()));
        }
        return true;
    }

    private boolean isAll(SwarmPeer peer) {
        return peer.count == manifest.parts();
    }

    private void respread() {
        spread.clear();
        for (SwarmPeer peer : peers.values()) {
            if (!isAll(peer) && !peer.liar) {
                spread.or(peer.has);
            }
        }
    }

    /** A peer left, or hands out nothing more. */
    public void onGone(PeerId peer) {
        SwarmPeer known = peers.get(peer);
        // Who lied stays known: it does not get another try by coming back.
        if (known == null || known.liar) {
            return;
        }
        peers.remove(peer);
        freeAll(known);
        respread();
    }

    private void freeAll(SwarmPeer peer) {
        List<Integer> parts = new ArrayList<>(peer.asked.keySet());
        peer.asked.clear();
        parts.forEach(this::free);
    }

    private void free(int part) {
        boolean asked = peers.values().stream().anyMatch(peer -> peer.asked.containsKey(part));
        if (!asked && !here.get(part) && !storing.get(part)) {
            wanted.set(part);
        }
    }

    /** A peer sent a part. */
    public Verdict onPart(PeerId from, int part, byte[] data, long nowNanos, Outbox out) {
        SwarmPeer peer = peers.get(from);
        Long askedNanos = peer == null ? null : peer.asked.remove(part);
        if (peer == null || askedNanos == null) {
            return Verdict.UNASKED;
        }
        peer.onAnswer(askedNanos, true, nowNanos);
        if (data.length != manifest.partBytes(part)) {
            free(part);
            onLie(peer);
            return Verdict.WRONG;
        }
        if (!here.get(part) && !storing.get(part)) {
            storing.set(part);
            wanted.clear(part);
            out.store(from, part, data);
        }
        return Verdict.TAKEN;
    }

    /** A peer has not that part, or hands it out later. */
    public Verdict onNoPart(PeerId from, int part, boolean later, long nowNanos) {
        SwarmPeer peer = peers.get(from);
        Long askedNanos = peer == null ? null : peer.asked.remove(part);
        if (peer == null || askedNanos == null) {
            return Verdict.UNASKED;
        }
        peer.onAnswer(askedNanos, false, nowNanos);
        if (later) {
            peer.onLater(part, nowNanos);
        } else if (peer.has.get(part)) {
            peer.has.clear(part);
            peer.count--;
            respread();
        }
        free(part);
        return Verdict.TAKEN;
    }

    /** What became of a part that {@code from} sent. */
    public void onStored(PeerId from, int part, Stored how) {
        storing.clear(part);
        if (how == Stored.KEPT) {
            if (!here.get(part)) {
                here.set(part);
                hereCount++;
                fresh.set(part);
            }
            wanted.clear(part);
            return;
        }
        free(part);
        SwarmPeer peer = peers.get(from);
        if (peer != null && how == Stored.WRONG) {
            onLie(peer);
        }
    }

    private void onLie(SwarmPeer peer) {
        peer.liar = true;
        freeAll(peer);
        respread();
    }

    /** Asks for what is wanted, and again elsewhere for what did not come. */
    public void onTime(long nowNanos, Outbox out) {
        peers.values().forEach(peer -> expire(peer, nowNanos));
        if (wanted.isEmpty()) {
            return;
        }
        for (Map.Entry<PeerId, SwarmPeer> each : peers.entrySet()) {
            SwarmPeer peer = each.getValue();
            List<Integer> parts = new ArrayList<>();
            scans = 0;
            while (parts.size() < ASK_MAX && peer.mayBeAsked(nowNanos) && open() < OPEN_MAX) {
                Integer part = choose(peer);
                if (part == null) {
                    break;
                }
                wanted.clear(part);
                peer.asked.put(part, nowNanos);
                parts.add(part);
            }
            if (!parts.isEmpty()) {
                out.ask(each.getKey(), parts);
            }
        }
    }

    private void expire(SwarmPeer peer, long nowNanos) {
        peer.onTime(nowNanos);
        boolean overdue = peer.asked.values().stream().anyMatch(askedNanos -> peer.isOverdue(askedNanos, nowNanos));
        if (overdue) {
            // Answers come in order: with one of them all are lost.
            freeAll(peer);
            peer.onSilence(nowNanos);
        }
    }

    private int open() {
        return storing.cardinality()
                + peers.values().stream().mapToInt(peer -> peer.asked.size()).sum();
    }

    private @Nullable Integer choose(SwarmPeer peer) {
        Integer group = chooseGroup(peer);
        return group == null ? chooseChunk(peer) : group;
    }

    private @Nullable Integer chooseGroup(SwarmPeer peer) {
        int groups = manifest.groups().size();
        int first = peer.cursor < groups || peer.cursor >= manifest.parts() ? 0 : manifest.groupOf(peer.cursor);
        boolean none = here.get(0, groups).isEmpty();
        if (none) {
            // Nothing counts before the first group is here: everybody is asked for it.
            int begin = manifest.groupOf(start);
            return peer.asked.isEmpty() && peer.has.get(begin) && !storing.get(begin) ? begin : null;
        }
        int open = groups
                - wanted.get(0, groups).cardinality()
                - here.get(0, groups).cardinality();
        if (open >= GROUPS_OPEN_MAX) {
            return null;
        }
        int after = nextGroup(peer, first, groups);
        int found = after < 0 ? nextGroup(peer, 0, first) : after;
        return found < 0 ? null : found;
    }

    private int nextGroup(SwarmPeer peer, int from, int end) {
        for (int i = wanted.nextSetBit(from); i >= 0 && i < end; i = wanted.nextSetBit(i + 1)) {
            if (peer.has.get(i) && !peer.later.get(i)) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Integer chooseChunk(SwarmPeer peer) {
        int groups = manifest.groups().size();
        int begin = Math.max(groups, peer.cursor);
        spare = -1;
        int after = scan(peer, begin, manifest.parts());
        int found = after < 0 ? scan(peer, groups, begin) : after;
        if (found >= 0) {
            peer.cursor = found + 1;
            return found;
        }
        return spare < 0 ? null : spare;
    }

    /** The first chunk in there that the peer should be asked for; notes one that others have, too. */
    private int scan(SwarmPeer peer, int from, int end) {
        boolean all = isAll(peer);
        for (int part = wanted.nextSetBit(from); part >= 0 && part < end; ) {
            if (scans >= SCAN_MAX) {
                peer.cursor = part; // goes on from there next time
                return -1;
            }
            scans++;
            boolean verifiable = here.get(manifest.groupOf(part));
            if (verifiable && peer.has.get(part) && !peer.later.get(part)) {
                if (!all || !spread.get(part)) {
                    return part;
                }
                spare = spare < 0 ? part : spare;
            }
            part = wanted.nextSetBit(verifiable ? part + 1 : groupEnd(part));
        }
        return -1;
    }

    private int groupEnd(int part) {
        return manifest.groups().size() + (manifest.groupOf(part) + 1) * AssetManifest.GROUP_CHUNKS;
    }
}
