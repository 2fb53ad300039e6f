/** The words of a link: lanes, signals, reasons and figures. Pure; depends on {@code runtime.identity} only. */
@NullMarked
package worldmesh.mesh.link;

import org.jspecify.annotations.NullMarked;
