/** Says how much of the reliable lanes may be on the way and how fast it leaves. Pure; knows no records. */
@NullMarked
package worldmesh.mesh.congestion;

import org.jspecify.annotations.NullMarked;
