/**
 * Hosts, switches, NATs and cut cables out of Linux network namespaces, by the scripts of {@code testkit/natlab}: the
 * real network that a test plays on. Starts processes; nothing here is simulated.
 */
@NullMarked
package worldmesh.testkit.lab;

import org.jspecify.annotations.NullMarked;
