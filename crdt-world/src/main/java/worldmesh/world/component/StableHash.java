package worldmesh.world.component;

import java.nio.charset.StandardCharsets;
import worldmesh.world.hash.Hash;

/** Turns stable names into numbers that every version and machine agrees on. */
final class StableHash {
    private StableHash() {}

    static int of(String name) {
        return (int) Hash.of(name.getBytes(StandardCharsets.UTF_8)).longAt(0);
    }
}
