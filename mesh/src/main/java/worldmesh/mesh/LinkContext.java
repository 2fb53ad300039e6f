package worldmesh.mesh;

import java.util.random.RandomGenerator;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.link.RadioRest;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.link.RejectionCounts;
import worldmesh.mesh.session.RecordOpener;
import worldmesh.mesh.session.Rekeying;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.transport.Pace;
import worldmesh.mesh.wire.Wire;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.DatagramPort;

/**
 * What all links of one peer share, a few buffers among it: links are served one after another. Confined to the owner.
 */
final class LinkContext {
    final MeshSettings settings;
    final PeerId self;
    final MeshCrypto crypto;
    final RandomGenerator random;
    final RejectionCounts rejections = new RejectionCounts();
    final TicketBox tickets;

    /** How this peer spares its radio; every link looks here. */
    RadioRest rest = RadioRest.NONE;

    final byte[] plain = new byte[DatagramPort.MAX_DATAGRAM_BYTES];
    final byte[] sealed = new byte[Wire.MAX_DATAGRAM_BYTES];

    /** Records around datagrams of other links, which may lie in one of the other buffers. */
    final byte[] carrier = new byte[Wire.MAX_CARRIER_BYTES];

    /** A datagram out of such a record. */
    final byte[] carried = new byte[Wire.MAX_DATAGRAM_BYTES];

    LinkContext(MeshSettings settings, PeerId self, MeshCrypto crypto, RandomGenerator random) {
        this.settings = settings;
        this.self = self;
        this.crypto = crypto;
        this.random = random;
        this.tickets = new TicketBox(settings.resumeMillis() * 1_000_000L);
    }

    /** Counts a record that was not opened, by the answer of {@link RecordOpener#open}. */
    void reject(int answer) {
        rejections.add(
                switch (answer) {
                    case RecordOpener.REPLAYED -> Rejection.REPLAYED;
                    case RecordOpener.WRONG_EPOCH -> Rejection.WRONG_EPOCH;
                    case RecordOpener.MALFORMED -> Rejection.MALFORMED;
                    default -> Rejection.FORGED;
                });
    }

    Rekeying rekeying() {
        return new Rekeying(settings.rekeyRecords(), settings.rekeyMillis() * 1_000_000L);
    }

    Pace pace() {
        return new Pace(settings.bytesPerSecond(), settings.burstBytes());
    }
}
