package worldmesh.peer.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.chat.ChatLine;
import worldmesh.peer.chat.ChatLog;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.event.NoticeEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.wire.ChatLines;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.Notice;
import worldmesh.peer.wire.Presence;
import worldmesh.runtime.identity.PeerId;

/** What players say and show: chat, presence, notices of the host, topics of the game, files. */
final class SocialDesk {
    private final SessionScope scope;
    private final ProofExchange proofs;
    private final ReadOnlyDesk readOnly;
    private final TopicDesk topics;
    private final AssetDesk assets;
    private final Map<PeerId, SortedMap<String, String>> shown = new TreeMap<>();
    private final SortedMap<String, String> own = new TreeMap<>();
    private @Nullable ChatLog log;
    private boolean ownChanged;

    SocialDesk(SessionScope scope, ProofExchange proofs, DoorDesk door) {
        this.scope = scope;
        this.proofs = proofs;
        this.readOnly = new ReadOnlyDesk(scope, proofs);
        this.topics = new TopicDesk(scope, door);
        this.assets = new AssetDesk(scope);
    }

    ReadOnlyDesk readOnly() {
        return readOnly;
    }

    TopicDesk topics() {
        return topics;
    }

    AssetDesk assets() {
        return assets;
    }

    private ChatLog log() {
        if (log == null) {
            byte[] world = scope.world.replica().manifest().worldId().hash().bytes();
            log = new ChatLog(world, scope.world.parts().verifier());
        }
        return log;
    }

    void say(String text) {
        String trimmed = text.strip();
        int bytes = trimmed.getBytes(StandardCharsets.UTF_8).length;
        if (trimmed.isEmpty() || bytes > ChatLine.TEXT_BYTES_MAX) {
            throw new IllegalArgumentException("a line of chat has 1.." + ChatLine.TEXT_BYTES_MAX + " bytes, got "
                    + bytes + "; say it in several lines");
        }
        WorldParts parts = scope.world.parts();
        ChatLine line = log().say(parts.signer(), scope.session, scope.world.name(), trimmed, scope.worldMillis());
        tell(List.of(line));
        scope.links.broadcast(PeerLink.SOCIAL_STREAM, new ChatLines(false, List.of(line)), null);
    }

    List<ChatLine> history() {
        return scope.world.isKnown() ? log().history() : List.of();
    }

    long refusedLines() {
        return log == null ? 0 : log.rejected();
    }

    void onAdmitted(PeerLink link) {
        List<ChatLine> chunk = new ArrayList<>();
        int bytes = 0;
        for (ChatLine line : log().history()) {
            int size = 1_024 + line.text().length() * 3;
            if (bytes + size > Message.TARGET_BYTES) {
                link.send(PeerLink.SOCIAL_STREAM, new ChatLines(true, chunk));
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(line);
            bytes += size;
        }
        if (!chunk.isEmpty()) {
            link.send(PeerLink.SOCIAL_STREAM, new ChatLines(true, chunk));
        }
        link.send(PeerLink.SOCIAL_STREAM, new Presence(new TreeMap<>(own)));
        readOnly.onAdmitted(link);
        topics.onAdmitted(link);
        assets.onAdmitted(link);
    }

    void onLinkDown(PeerId peer) {
        shown.remove(peer);
        readOnly.onLinkDown(peer);
        topics.onLinkDown(peer);
        assets.onLinkDown(peer);
    }

    void onChat(PeerLink link, ChatLines message) {
        if (message.history()) {
            spread(log().onHistory(message.lines()), link.peer());
            return;
        }
        for (ChatLine line : message.lines()) {
            if (link.chat.tryTake(scope.nowNanos)) {
                spread(log().onLine(line, scope.nowNanos), link.peer());
            } else {
                scope.counters.limitedMessages++;
            }
        }
    }

    /** Tells lines here and passes them on: not every pair of players need have a link. */
    private void spread(List<ChatLine> lines, PeerId from) {
        tell(lines);
        for (ChatLine line : lines) {
            scope.links.broadcast(PeerLink.SOCIAL_STREAM, new ChatLines(false, List.of(line)), from);
        }
    }

    private void tell(List<ChatLine> lines) {
        for (ChatLine line : lines) {
            boolean mine = line.id().author().equals(scope.world.self());
            scope.emit(new MessageEvent(
                    line.id().author(),
                    line.name(),
                    line.text(),
                    mine ? Origin.LOCAL : Origin.REMOTE,
                    line.worldMillis()));
        }
    }

    void show(String key, String value) {
        if (value.isEmpty()) {
            own.remove(key);
        } else {
            boolean fits = key.getBytes(StandardCharsets.UTF_8).length <= Presence.KEY_BYTES_MAX
                    && value.getBytes(StandardCharsets.UTF_8).length <= Presence.VALUE_BYTES_MAX
                    && (own.containsKey(key) || own.size() < Presence.ENTRIES_MAX);
            if (!fits) {
                throw new IllegalArgumentException("presence takes " + Presence.ENTRIES_MAX + " entries, keys of "
                        + Presence.KEY_BYTES_MAX + " and values of " + Presence.VALUE_BYTES_MAX
                        + " bytes; shorten '" + key + "'");
            }
            own.put(key, value);
        }
        ownChanged = true;
    }

    SortedMap<String, String> shownBy(PeerId peer) {
        SortedMap<String, String> entries = peer.equals(scope.world.self()) ? own : shown.get(peer);
        return entries == null ? new TreeMap<>() : new TreeMap<>(entries);
    }

    void onPresence(PeerLink link, Presence message) {
        shown.put(link.peer(), message.entries());
    }

    void notice(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (!proofs.isHolder(scope.world.self()) || bytes > Notice.TEXT_BYTES_MAX) {
            throw new IllegalStateException(
                    "a notice is given by the host and has at most " + Notice.TEXT_BYTES_MAX + " bytes, got " + bytes);
        }
        scope.links.broadcast(PeerLink.SOCIAL_STREAM, new Notice(text), null);
        scope.emit(new NoticeEvent(text, Origin.LOCAL, scope.worldMillis()));
    }

    void onNotice(PeerLink link, Notice message) {
        if (proofs.isHolder(link.peer())) {
            scope.emit(new NoticeEvent(message.text(), Origin.AUTHORITY, scope.worldMillis()));
        } else {
            scope.counters.unexpectedMessages++;
        }
    }

    void onTime() {
        readOnly.onTime();
        topics.onTime();
        assets.onTime();
        if (scope.world.isKnown()) {
            List<ChatLine> late = log().onTime(scope.nowNanos);
            tell(late);
            for (ChatLine line : late) {
                scope.links.broadcast(PeerLink.SOCIAL_STREAM, new ChatLines(false, List.of(line)), null);
            }
        }
        if (ownChanged) {
            ownChanged = false;
            scope.links.broadcast(PeerLink.SOCIAL_STREAM, new Presence(new TreeMap<>(own)), null);
        }
    }
}
