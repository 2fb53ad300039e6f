package worldmesh.peer.pose;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import worldmesh.world.component.Blended;

/**
 * The fields of a record that say how much or where: floating-point ones, and whole numbers if the component is
 * {@link Blended}. Reads them as numbers, and builds the record that is so much further.
 */
final class NumberFields {
    private final Class<?>[] types;
    private final MethodHandle build;
    private final MethodHandle[] read;
    private final boolean[] counted;
    private final double cell;

    NumberFields(Class<? extends Record> type) {
        RecordComponent[] fields = type.getRecordComponents();
        Blended blended = type.getAnnotation(Blended.class);
        cell = blended == null ? 1 : blended.cell();
        types = Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new);
        read = new MethodHandle[fields.length];
        counted = new boolean[fields.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            build = lookup.findConstructor(type, MethodType.methodType(void.class, types));
            for (int i = 0; i < fields.length; i++) {
                read[i] = lookup.unreflect(fields[i].getAccessor());
                counted[i] = isReal(types[i]) || (blended != null && isWhole(types[i]));
            }
        } catch (IllegalAccessException | NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "component " + type.getName() + " is not open to worldmesh; open its package", e);
        }
    }

    static boolean isReal(Class<?> type) {
        return type == float.class || type == double.class;
    }

    static boolean isWhole(Class<?> type) {
        return type == int.class || type == long.class || type == short.class || type == byte.class;
    }

    /** {@code number} as a value of a numeric type. */
    static Object as(Class<?> type, double number) {
        if (type == float.class) {
            return (float) number;
        }
        if (type == double.class) {
            return number;
        }
        long whole = Math.round(number);
        if (type == long.class) {
            return whole;
        }
        if (type == int.class) {
            return (int) whole;
        }
        return type == short.class ? (Object) (short) whole : (Object) (byte) whole;
    }

    /** How wide a cell of the game is, in the numbers' unit. */
    double cell() {
        return cell;
    }

    /** What is to be added to {@code from} to reach {@code to}, field by field. */
    double[] between(Record from, Record to) {
        double[] way = new double[types.length];
        for (int i = 0; i < types.length; i++) {
            way[i] = counted[i] ? number(i, to) - number(i, from) : 0;
        }
        return way;
    }

    /** The value that is {@code way} from {@code from}. */
    Record plus(Record from, double[] way) {
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = way[i] == 0 ? call(read[i], from) : as(types[i], number(i, from) + way[i]);
        }
        return (Record) call(build, values);
    }

    private double number(int index, Record value) {
        return ((Number) call(read[index], value)).doubleValue();
    }

    @SuppressWarnings("IllegalCatch") // invoke declares Throwable; what the game's record throws goes on as it is
    private static Object call(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a record threw a checked exception", e);
        }
    }
}
