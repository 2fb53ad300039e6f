/** What the galaxy holds and what its players ask for: components and commands. Pure data. */
@NullMarked
package worldmesh.samples.galaxy.model;

import org.jspecify.annotations.NullMarked;
