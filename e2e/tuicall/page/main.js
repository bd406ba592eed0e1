/** An app on Tencent's Vue kit, as their guide has it: the kit mounted once, `init`, and calls by its server object. */
import { configure, TUICallEngine, TUICallEvent } from '@ringkit/tuicall'
import { TUICallKit, TUICallKitServer } from '@tencentcloud/call-uikit-vue'
import { createApp, h } from 'vue'

const query = new URLSearchParams(location.search)
const userID = query.get('me')
configure({ url: query.get('server') })

createApp({ render: () => h(TUICallKit, { lang: 'en', allowedMinimized: true }) }).mount('#kit')
await TUICallKitServer.init({ SDKAppID: 1, userID, userSig: query.get('userSig') })
document.addEventListener('ask', ({ detail: { method, params } }) => void TUICallKitServer[method](params))
// Who is heard at this moment, for whoever cannot listen to the speaker.
TUICallEngine.on(TUICallEvent.USER_VOICE_VOLUME, ({ volumeMap }) => {
  const loud = volumeMap.filter(({ volume }) => volume > 0)
  document.body.dataset.heard = loud.map((each) => each.userID).join(' ')
})
document.body.dataset.ready = ''
