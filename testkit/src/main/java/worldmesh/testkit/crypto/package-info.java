/** Cheap twins of signatures and handshakes that hold within one process: for simulations only. Pure. */
@NullMarked
package worldmesh.testkit.crypto;

import org.jspecify.annotations.NullMarked;
