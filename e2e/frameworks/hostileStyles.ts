/**
 * Stylesheets that pages have, or could have: each says something about elements that the kit uses too. By elements alone: a
 * rule with a class or a state in it (`button:focus`) is as strong as the kit's own, and the page may mean it.
 */
export const hostileStyles: Readonly<Record<string, string>> = {
  'a reset, as Tailwind and others bring': `
    *, ::before, ::after { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid }
    button, input, select, textarea { font: inherit; letter-spacing: inherit; color: inherit; border-radius: 0; background: transparent; opacity: 1 }
    h1, h2, h3, h4 { font-size: inherit; font-weight: inherit }
    ol, ul { list-style: none }
    svg, img, video, canvas { display: block; vertical-align: middle }
    img, video { max-width: 100%; height: auto }
    a { color: inherit; text-decoration: inherit }`,
  'boxes without their padding': '*, ::before, ::after { box-sizing: content-box }',
  'buttons without anything': 'button, input, select, textarea { all: unset }',
  'loud buttons and fields': `
    button, input, select, textarea {
      display: block; inline-size: 100%; min-inline-size: 200px; min-block-size: 80px; margin: 10px; padding: 30px;
      border: 4px dashed red; border-radius: 0; background: yellow; color: red; box-shadow: 0 0 9px red;
      font: italic 700 30px/3 serif; letter-spacing: 5px; text-transform: uppercase; text-shadow: 1px 1px red;
    }`,
  'text with air around it': `
    p, ul, ol, li, dl, dd, h1, h2, h3, header, footer, section, figure, label, output, span, strong, bdi {
      margin: 20px; padding: 10px; font-size: 30px; line-height: 3; text-transform: uppercase; letter-spacing: 3px;
    }
    ul, ol { list-style: square inside }
    label { display: block; font-weight: 900 }
    section, header { background: pink; color: red; border: 5px solid red }`,
  'pictures in frames': `
    svg { display: block; inline-size: 100px; block-size: 100px; margin: 5px; fill: red; color: red }
    img, video { max-width: 100%; height: auto; border: 3px solid red; border-radius: 9px; margin: 9px }`,
}
