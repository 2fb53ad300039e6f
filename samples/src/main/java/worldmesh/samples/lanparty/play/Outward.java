package worldmesh.samples.lanparty.play;

import java.util.List;
import worldmesh.samples.lanparty.action.DoorWord;

/** What a player's deeds need of the session. */
interface Outward {
    /** Sends a command to the authority. */
    void submit(Record command);

    /** Says something to everybody. */
    void say(String text);

    /** Tells everybody something as the host; false if this player is not the host. */
    boolean announce(String text);

    /** Does something at the door and says what came of it; an {@link IllegalStateException} says why it may not be. */
    List<String> door(DoorWord word);

    /** Refuses all commands as the host, or takes them again if the reason is empty; false if this is not the host. */
    boolean readOnly(String reason);

    /** Goes on without the others; false if this player's side has its majority. */
    boolean adopt();

    /** One line for each peer of the party. */
    List<String> who();
}
