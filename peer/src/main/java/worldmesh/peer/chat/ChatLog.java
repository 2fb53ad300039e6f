package worldmesh.peer.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;

/**
 * Brings lines into causal order: a line waits for the lines its author had heard, at most {@link #PATIENCE_NANOS}.
 * Keeps the last lines for late joiners. Bounded everywhere; confined to the world's thread.
 */
public final class ChatLog {
    /** Lines kept for late joiners: a page or two of a chat window, 200 KiB at most. */
    public static final int HISTORY_MAX = 200;

    /** Lines that wait for others; a line beyond is told at once. */
    static final int WAITING_MAX = 256;

    /** How long a line waits: three times the slowest resend on a LAN. */
    static final long PATIENCE_NANOS = 2_000_000_000L;

    /** Ids remembered against repeats: ten histories. */
    static final int KNOWN_MAX = 2_000;

    private final byte[] worldId;
    private final SignatureVerifier verifier;
    private final ArrayDeque<ChatLine> history = new ArrayDeque<>();
    private final Map<ChatId, Waiting> waiting = new LinkedHashMap<>();
    private final Set<ChatId> known = new LinkedHashSet<>();
    private final Set<ChatId> heads = new LinkedHashSet<>();
    private long lastSequence;
    private long rejected;

    /** A log of the world with this id. */
    public ChatLog(byte[] worldId, SignatureVerifier verifier) {
        this.worldId = worldId.clone();
        this.verifier = verifier;
    }

    /** Says something; the line is in the history at once. */
    public ChatLine say(Signer signer, long session, String name, String text, long worldMillis) {
        ChatId id = new ChatId(signer.peer(), session, ++lastSequence);
        ChatLine.Body body = new ChatLine.Body(worldMillis, name, List.copyOf(heads), text);
        ChatLine line = ChatLine.sign(worldId, signer, id, body);
        tell(line, new ArrayList<>());
        return line;
    }

    /** Takes a line; answers the lines that may be told now, in causal order. Empty for repeats and forgeries. */
    public List<ChatLine> onLine(ChatLine line, long nowNanos) {
        if (!isNew(line)) {
            return List.of();
        }
        List<ChatLine> told = new ArrayList<>();
        if (known.containsAll(line.after()) || waiting.size() >= WAITING_MAX) {
            tell(line, told);
            tellReady(told);
        } else {
            waiting.put(line.id(), new Waiting(line, nowNanos + PATIENCE_NANOS));
        }
        return told;
    }

    /** Takes a history; its order is causal and what it names from before its beginning is not waited for. */
    public List<ChatLine> onHistory(List<ChatLine> lines) {
        List<ChatLine> told = new ArrayList<>();
        for (ChatLine line : lines) {
            if (isNew(line)) {
                tell(line, told);
            }
        }
        tellReady(told);
        return told;
    }

    /** Tells lines that have waited long enough. */
    public List<ChatLine> onTime(long nowNanos) {
        List<ChatLine> told = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Waiting oldest = waiting.values().iterator().next();
            if (oldest.deadlineNanos > nowNanos) {
                break;
            }
            waiting.remove(oldest.line.id());
            tell(oldest.line, told);
            tellReady(told);
        }
        return told;
    }

    /** True if a line with this id was told or waits: it need not be passed on again. */
    public boolean isKnown(ChatId id) {
        return known.contains(id) || waiting.containsKey(id);
    }

    /** The last lines, in the order told. */
    public List<ChatLine> history() {
        return List.copyOf(history);
    }

    /** Lines that were forged. */
    public long rejected() {
        return rejected;
    }

    private boolean isNew(ChatLine line) {
        if (isKnown(line.id())) {
            return false;
        }
        boolean authentic = line.isAuthentic(worldId, verifier);
        if (!authentic) {
            rejected++;
        }
        return authentic;
    }

    private void tellReady(List<ChatLine> told) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Iterator<Waiting> it = waiting.values().iterator(); it.hasNext(); ) {
                Waiting next = it.next();
                if (known.containsAll(next.line.after())) {
                    it.remove();
                    tell(next.line, told);
                    progress = true;
                }
            }
        }
    }

    private void tell(ChatLine line, List<ChatLine> told) {
        told.add(line);
        known.add(line.id());
        trim(known, KNOWN_MAX);
        line.after().forEach(heads::remove);
        heads.add(line.id());
        trim(heads, ChatLine.AFTER_MAX);
        history.addLast(line);
        if (history.size() > HISTORY_MAX) {
            history.removeFirst();
        }
    }

    private static void trim(Set<ChatId> ids, int max) {
        if (ids.size() > max) {
            Iterator<ChatId> oldest = ids.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private record Waiting(ChatLine line, long deadlineNanos) {}
}
