/** Carries messages of any size over lossy records: lanes, streams, acknowledgements, pacing. Pure; knows no keys. */
@NullMarked
package worldmesh.mesh.transport;

import org.jspecify.annotations.NullMarked;
