package worldmesh.samples.galaxy.wire;

import worldmesh.world.entity.EntityId;

/**
 * What changed of one unit since a value that the receiver has. docs/wire-galaxy.md, "UnitDelta".
 *
 * @param id the unit
 * @param changes which fields follow: {@link #POSITION}, {@link #HEALTH}, {@link #STATE}, {@link #TARGET}, and bits of
 *     later versions
 * @param pos the way in whole centimetres, or the place
 * @param health how much it rose, in i16
 * @param state the new state, in u8
 * @param target the new target, or none
 * @param later the fields under the bits this program does not know
 */
public record UnitDelta(EntityId id, int changes, Step pos, int health, int state, EntityId target, LaterFields later) {
    /** The place changed. */
    public static final int POSITION = 1;

    /** The health changed. */
    public static final int HEALTH = 2;

    /** The state changed. */
    public static final int STATE = 4;

    /** The target changed. */
    public static final int TARGET = 8;

    /** All that this program knows. */
    public static final int KNOWN = POSITION | HEALTH | STATE | TARGET;

    /** True if this bit is set. */
    public boolean has(int bit) {
        return (changes & bit) != 0;
    }

    /**
     * A way of at most 327.67 m along each axis, or a place, in whole centimetres.
     *
     * @param absolute true for a place
     */
    public record Step(boolean absolute, long x, long y) {
        /** No way. */
        public static final Step NONE = new Step(false, 0, 0);

        /** From one place to another: a way if it fits i16, else the place. */
        public static Step between(long fromX, long fromY, long toX, long toY) {
            long dx = toX - fromX;
            long dy = toY - fromY;
            return fits(dx) && fits(dy) ? new Step(false, dx, dy) : new Step(true, toX, toY);
        }

        private static boolean fits(long centimetres) {
            return centimetres == (short) centimetres && centimetres != Short.MIN_VALUE;
        }
    }
}
