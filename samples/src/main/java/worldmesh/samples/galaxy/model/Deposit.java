package worldmesh.samples.galaxy.model;

import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Range;

/**
 * Ore that the players fight over.
 *
 * @param holder whose it is, or {@link #NOBODY}
 * @param captures how often it was captured
 */
@Component("deposit")
@Critical public record Deposit(
        @Quantized(0.01) @Range(min = -Unit.METRES_MAX, max = Unit.METRES_MAX)
        double x,

        @Quantized(0.01) @Range(min = -Unit.METRES_MAX, max = Unit.METRES_MAX)
        double y,

        PeerId holder,
        @Range(min = 0) long captures) {
    /** No player has this id: it is the hash of no key that anybody found. */
    public static final PeerId NOBODY = PeerId.ofBytes(new byte[PeerId.BYTES]);

    /** After a capture. */
    public Deposit captured(PeerId by) {
        return new Deposit(x, y, by, captures + 1);
    }
}
