package worldmesh.authority.scale;

/**
 * What a {@link ScalingRule} aims at.
 *
 * @param target the share of a node that is meant to be in use, above 0, at most 1
 * @param least fewer nodes are never wanted
 * @param most more nodes are never wanted
 */
public record ScalingBounds(double target, int least, int most) {
    /** Refuses what cannot be met. */
    public ScalingBounds {
        if (!(target > 0 && target <= 1)) {
            throw new IllegalArgumentException("scaling.target-percent is " + target * 100 + ", must be within 1..100");
        }
        if (least < 1 || most < least) {
            throw new IllegalArgumentException("scaling.nodes-min is " + least + " and scaling.nodes-max is " + most
                    + "; there must be at least one node, and no less room above than below");
        }
    }
}
