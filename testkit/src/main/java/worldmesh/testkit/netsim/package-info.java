/** An emulated line between real sockets: a proxy that carries datagrams as badly as it is told. */
@NullMarked
package worldmesh.testkit.netsim;

import org.jspecify.annotations.NullMarked;
