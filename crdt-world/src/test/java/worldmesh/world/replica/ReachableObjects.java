package worldmesh.world.replica;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts what an object keeps alive: objects of this project by their fields, the JDK's collections by their elements,
 * arrays by their length. Objects shared by all, as classes and constants, count too, but only once.
 */
final class ReachableObjects {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();
    private long arraySlots;

    private ReachableObjects() {}

    /** What there is: the objects, and of them the slots of arrays. */
    record Total(int objects, long arraySlots) {}

    static Total of(Object root) {
        ReachableObjects walk = walk(root);
        return new Total(walk.seen.size(), walk.arraySlots);
    }

    private static ReachableObjects walk(Object root) {
        ReachableObjects walk = new ReachableObjects();
        walk.visit(root);
        while (!walk.open.isEmpty()) {
            walk.expand(walk.open.pop());
        }
        return walk;
    }

    /** All of a class that an object keeps alive. */
    static <T> List<T> ofClass(Object root, Class<T> wanted) {
        return walk(root).seen.stream()
                .filter(wanted::isInstance)
                .map(wanted::cast)
                .toList();
    }

    private void visit(Object object) {
        if (object != null && seen.add(object)) {
            open.push(object);
        }
    }

    private void expand(Object object) {
        Class<?> type = object.getClass();
        if (type.isArray()) {
            int length = Array.getLength(object);
            arraySlots += length;
            for (int i = 0; i < length && !type.getComponentType().isPrimitive(); i++) {
                visit(Array.get(object, i));
            }
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                visit(key);
                visit(value);
            });
        } else if (object instanceof Collection<?> all) {
            all.forEach(this::visit);
        } else if (type.getName().startsWith("worldmesh.")) {
            fields(object, type);
        }
    }

    private void fields(Object object, Class<?> type) {
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        || field.getType().isPrimitive()
                        || !field.trySetAccessible()) {
                    continue;
                }
                try {
                    visit(field.get(object));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("cannot look into " + field, e);
                }
            }
        }
    }
}
