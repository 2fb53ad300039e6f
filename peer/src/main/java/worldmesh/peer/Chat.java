package worldmesh.peer;

import java.util.List;
import java.util.function.Consumer;
import worldmesh.peer.chat.ChatLine;
import worldmesh.peer.event.MessageEvent;

/** What the players of a session say: signed, in causal order. Confined to the world's thread. */
public final class Chat {
    private final Session session;

    Chat(Session session) {
        this.session = session;
    }

    /** Says something to all. */
    public void send(String text) {
        session.checkedCore().say(text);
    }

    /** The last lines, in the order told, those before this player came included. */
    public List<ChatLine> history() {
        return session.checkedCore().chatHistory();
    }

    /** Hears lines inside {@code update}, own ones too. */
    public void onMessage(Consumer<MessageEvent> listener) {
        session.on(MessageEvent.class, listener);
    }
}
