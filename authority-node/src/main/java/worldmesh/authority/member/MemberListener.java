package worldmesh.authority.member;

import worldmesh.authority.party.Standing;
import worldmesh.authority.tick.LogEntry;
import worldmesh.runtime.identity.PeerId;

/** Hears what becomes of the log and of this member's place in the party. On the owner's thread. */
public interface MemberListener {
    /** Where this member stands has changed. */
    void stands(Standing standing);

    /** An entry is committed and durable here. */
    void decided(LogEntry entry);

    /** What this member proposed or judged lately is void: it starts afresh from the store. */
    void voided();

    /** Commands that another holder judged are decided: nobody may judge them again. */
    void judgedElsewhere(LogEntry entry);

    /** A member of a side without a holder shows a command as pending, or no longer. */
    void pending(PeerId from, boolean begun, byte[] envelope);
}
