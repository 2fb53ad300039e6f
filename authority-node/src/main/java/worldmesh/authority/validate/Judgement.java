package worldmesh.authority.validate;

import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;
import worldmesh.world.rule.Effect;

/** What became of a command before the judge. */
public sealed interface Judgement {
    /** Its effects hold: all of them can be applied. */
    record Approved(List<Effect> effects) implements Judgement {
        /** Copies the list. */
        public Approved {
            effects = List.copyOf(effects);
        }
    }

    /** It changes nothing, with a reason for the player. */
    record Refused(String reason) implements Judgement {
        /** The verdict as its receiver reads it: a reason that is too long is cut, and a retry must get the same. */
        public Verdict verdict(CommandId command) {
            ByteWriter out = new ByteWriter();
            new Verdict.Rejected(command, reason).encode(out);
            Verdict sent = Verdict.decode(new ByteReader(out.toBytes()));
            if (sent == null) {
                throw new IllegalStateException("a verdict does not survive its own codec: " + reason);
            }
            return sent;
        }
    }
}
