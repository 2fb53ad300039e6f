package worldmesh.peer.pose;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import worldmesh.world.component.Blended;
import worldmesh.world.space.Blendable;

/**
 * Blends two values of one record type: a {@link Blendable} one or field by its own way, floating-point fields
 * linearly, whole numbers too if the component is {@link Blended}, all others from the nearer value.
 */
final class Blend {
    private final boolean whole;
    private final MethodHandle build;
    private final MethodHandle[] read;
    private final Class<?>[] types;
    private final boolean wholeNumbersToo;

    Blend(Class<? extends Record> type) {
        whole = Blendable.class.isAssignableFrom(type);
        wholeNumbersToo = type.isAnnotationPresent(Blended.class);
        RecordComponent[] fields = type.getRecordComponents();
        types = Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new);
        read = new MethodHandle[fields.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            build = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            for (int i = 0; i < fields.length; i++) {
                read[i] = lookup.unreflect(fields[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
        } catch (IllegalAccessException | NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "motion component " + type.getName() + " is not open to worldmesh; open its package", e);
        }
    }

    /** True if any field is blended. */
    boolean isContinuous() {
        return whole || Arrays.stream(types).anyMatch(type -> isNumber(type) || Blendable.class.isAssignableFrom(type));
    }

    /** The value at {@code share} 0..1 of the way from {@code from} to {@code to}. */
    Record at(Record from, Record to, double share) {
        if (whole) {
            return (Record) blended(from, to, share);
        }
        Object[] fields = new Object[types.length];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field(i, from, to, share);
        }
        return (Record) call(build, fields);
    }

    private boolean isNumber(Class<?> type) {
        return NumberFields.isReal(type) || (wholeNumbersToo && NumberFields.isWhole(type));
    }

    private Object field(int index, Record from, Record to, double share) {
        Object a = call(read[index], from);
        Object b = call(read[index], to);
        if (isNumber(types[index])) {
            double start = ((Number) a).doubleValue();
            return NumberFields.as(types[index], start + (((Number) b).doubleValue() - start) * share);
        }
        if (a instanceof Blendable) {
            return blended(a, b, share);
        }
        return share < 0.5 ? a : b;
    }

    @SuppressWarnings("unchecked") // both are of one class, which is blendable with itself
    private static Object blended(Object from, Object to, double share) {
        return ((Blendable<Object>) from).towards(to, share);
    }

    @SuppressWarnings("IllegalCatch") // invokeExact declares Throwable; what the game's record throws goes on as it is
    private static Object call(MethodHandle handle, Object argument) {
        try {
            return argument instanceof Object[] fields
                    ? (Object) handle.invokeExact(fields)
                    : (Object) handle.invokeExact(argument);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a record threw a checked exception", e);
        }
    }
}
