package worldmesh.authority.admit;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;
import worldmesh.world.component.Fault;
import worldmesh.world.component.Schema;
import worldmesh.world.trust.Grant;

/**
 * Decides for each command whether it is judged, answered again, refused or ignored. The checks run from cheap to dear,
 * and every answer is bought from the player's own buckets: a flood costs its author, nobody else. Confined to the
 * owner's thread.
 */
public final class Gate {
    private final Schema schema;
    private final Grant grant;
    private final BanList bans;
    private final ExactlyOnce answers;
    private final Consent consent;
    private final PlayerRates rates;
    private @Nullable String readOnly;

    /** A gate for the commands of one grant. */
    public Gate(Schema schema, Grant grant, BanList bans, ExactlyOnce answers, Consent consent, AdmitLimits limits) {
        this.schema = schema;
        this.grant = grant;
        this.bans = bans;
        this.answers = answers;
        this.consent = consent;
        this.rates = new PlayerRates(limits);
    }

    /** Refuses what was not answered before, for that reason; null admits commands again. */
    public void refuseAll(@Nullable String reason) {
        readOnly = reason;
    }

    /** Decides about a command that {@code from} sent. */
    public Admission admit(PeerId from, CommandEnvelope envelope, long nowNanos) {
        Refusal form = checkForm(from, envelope);
        if (form != null) {
            return refuse(from, form, form.text(), nowNanos);
        }
        String ban = bans.reason(from);
        if (ban != null) {
            return refuse(from, Refusal.BANNED, "banned: " + ban, nowNanos);
        }
        Receipt known = answers.answer(envelope.id());
        if (known != null) {
            return rates.tryAnswer(from, nowNanos)
                    ? new Admission.Answered(known)
                    : new Admission.Silent(Refusal.TOO_MANY);
        }
        if (answers.forgotten(envelope.id())) {
            return refuse(from, Refusal.TOO_OLD, Refusal.TOO_OLD.text(), nowNanos);
        }
        if (readOnly != null) {
            return refuse(from, Refusal.READ_ONLY, readOnly, nowNanos);
        }
        Record command = envelope.open(schema);
        if (command == null) {
            Fault fault = envelope.fault(schema);
            String where = fault == null ? "" : ": " + fault;
            return refuse(from, Refusal.MALFORMED, Refusal.MALFORMED.text() + where, nowNanos);
        }
        // Without an answer the player sends it again when its bucket has refilled: the command is late, not lost.
        if (!rates.tryCommand(from, nowNanos)) {
            return new Admission.Silent(Refusal.TOO_MANY);
        }
        Refusal forged = consent.refusal(envelope);
        return forged == null ? new Admission.Judge(command) : refuse(from, forged, forged.text(), nowNanos);
    }

    private @Nullable Refusal checkForm(PeerId from, CommandEnvelope envelope) {
        if (!from.equals(envelope.id().player())) {
            return Refusal.FOREIGN_PLAYER;
        }
        if (envelope.id().sequence() <= 0) {
            return Refusal.BAD_SEQUENCE;
        }
        if (!grant.covers(envelope.sector())) {
            return Refusal.WRONG_SECTOR;
        }
        return schema.command(envelope.type()) == null ? Refusal.UNKNOWN_TYPE : null;
    }

    private Admission refuse(PeerId from, Refusal kind, String reason, long nowNanos) {
        return rates.tryAnswer(from, nowNanos) ? new Admission.Refused(kind, reason) : new Admission.Silent(kind);
    }
}
