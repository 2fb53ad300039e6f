/** Turns YAML, environment and command line into checked records. The only package of the product that uses Jackson. */
@NullMarked
package worldmesh.runtime.config;

import org.jspecify.annotations.NullMarked;
