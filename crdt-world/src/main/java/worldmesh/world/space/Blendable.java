package worldmesh.world.space;

/**
 * A value with a way of its own to be drawn between two known ones. A motion component, or a field of one, that is
 * blendable is drawn by it.
 */
@FunctionalInterface
public interface Blendable<T> {
    /** The value at {@code share} 0..1 of the way to {@code to}; at 0 this, at 1 {@code to}. */
    T towards(T to, double share);
}
