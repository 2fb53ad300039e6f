/**
 * Faults of play, of networks and of stores, injected one by one: whether {@code doctor} and {@code diff} name the one
 * that was injected, and whether the remedy they print cures it. Depends on {@code peer}, {@code authority-node} and
 * {@code testkit}.
 */
@NullMarked
package worldmesh.benchmarks.doctor;

import org.jspecify.annotations.NullMarked;
